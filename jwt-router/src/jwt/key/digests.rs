//! Recognizes the hash of a common word, which anyone can compute.

use std::ops::RangeInclusive;

use sha2::{Digest as _, Sha256, Sha384, Sha512};

use super::{
    sample::{PASSWORDS, WORDS},
    spelling::decodings,
};

/// The lengths, in bytes, of a hash or of the start of one. The least is 16 bytes, since the shortest secret, of 32
/// characters, may be 16 bytes in hex.
const LENGTHS: RangeInclusive<usize> = 16..=64;

/// Returns whether a secret is the hash of a common word, or the start of one, as bytes, hex or base64.
pub(super) fn is_of_word(secret: &[u8]) -> bool {
    let decoded = decodings(secret);
    let texts = decoded.iter().map(|decoded| decoded.as_slice());
    let texts = texts.chain([secret]);
    let texts: Vec<&[u8]> = texts.filter(|text| LENGTHS.contains(&text.len())).collect();
    let is_start = |digest: &[u8]| texts.iter().any(|text| digest.starts_with(text));
    let is_sha2 = |word: String| {
        is_start(&Sha256::digest(&word))
            || is_start(&Sha384::digest(&word))
            || is_start(&Sha512::digest(&word))
    };
    texts.iter().any(|text| is_broken_digest(text)) || (!texts.is_empty() && words().any(is_sha2))
}

/// Returns the common words, each as it is and with the line's end that `echo word | sha256sum` adds.
pub(super) fn words() -> impl Iterator<Item = String> {
    let words = WORDS.iter().chain(&PASSWORDS);
    words.flat_map(|word| [(*word).to_owned(), format!("{word}\n")])
}

/// Returns whether the bytes are the MD5 or SHA-1 hash of a common word, or the start of one.
///
/// Only the first four bytes are compared, so that one of nine million random values of up to 20 bytes is taken for
/// such a hash.
fn is_broken_digest(bytes: &[u8]) -> bool {
    let start = bytes.first_chunk().copied().map(u32::from_be_bytes);
    let start = start.map(|start| format!("{start:08x}"));
    bytes.len() <= 20
        && BROKEN
            .split(' ')
            .any(|digest| start.as_deref() == Some(digest))
}

/// The first four bytes of the MD5 and SHA-1 hashes of [`words`], sorted. They are a table since only the tests depend
/// on implementations of these hashes; a test computes the hashes, and prints them when the table differs.
pub(super) const BROKEN: &str = "\
    019768a0 01b307ac 02d9c813 03cfd743 04068686 05134426 0569ae91 06c219e5 07313f0e 084e0343 092b77d1 098f6bcd \
    0b38a0fe 0bb3c30d 0bee89b0 0beec7b5 0cc175b9 0ccdeb59 0d107d09 0f12541a 0f359740 0f526403 0f92c084 106a735f \
    10b22297 12039d6d 12abdd31 12dea96f 1328b12b 13c2381a 146c07ef 14758f1a 14f39952 15a5f8b8 178164f8 17f83412 \
    19e73828 19ecd1eb 1a38fe7d 1a79a4d6 1ad2b7c5 1b323165 1c0b76fc 1c33b7bd 1c610ee4 1d64dce2 200ceb26 20543302 \
    2063c160 21232f29 2181b9f9 21d6f40c 22596363 23a58bf9 23cdc185 240c1eab 258e88dc 2593c7ce 25ab86be 25d55ad2 \
    2736fab2 282003a9 286755fa 2aae6c35 2ab96390 2b3b7f69 2c17c639 2c6c8ab6 2c91bf46 2ce57483 2d27b62c 2ec099f2 \
    2f548f61 30f79bec 319c3206 327388fe 32d10c7b 33b9b3de 34819d7b 34ca0623 34d2e425 3516c253 35675e68 356a192b \
    366e7fc8 3676d55f 36ae58fb 3749f52b 37b4e2d8 384a8a9f 384f8dd0 3858f622 388a56db 39afca11 39d72474 3a30948f \
    3a5257a7 3b48ae0d 3baa2d1c 3c27714c 3c6e0b8a 3c8b9f4b 3cacc7bf 3de4f901 3df5b1fe 3f786850 4015bc9e 40be4e59 \
    425af12a 42f34220 44ff1a1c 456b7016 45d1713d 482c811d 483cd75d 4a251a2e 4aacf9c8 4aaf8f1b 4b3a6218 4cb9c8a8 \
    4d185750 4dc73741 4e1243bd 4f26aeaf 4f412438 5038e187 510bef9b 5177a58d 51961e6f 523212cd 5283f514 539ab55f \
    552c0ba7 55905936 55f19581 5721e9bf 57b2ad99 5a196401 5a9b181f 5baa61e4 5bff9cec 5c5a15a8 5ccc6d33 5d41402a \
    5d64b713 5d7845ac 5dd6f4b8 5e790e3c 5e8ff9bf 5eb63bbb 5ebe2294 5f243f59 5f321eed 5f34ec0b 5f4dcc3b 5f7cfc5c \
    5fbacc08 6050ce63 60b725f1 610a2ee6 61ecbc41 61ee8b56 62102744 62cc0b4e 6367c48d 63a9f0ea 649b9c4f 64bbe12e \
    65b9b171 6628c983 66a36e77 66ac6455 67f6f84b 689a9b4a 68b329da 68fb6e3c 6989bc08 6a0f0731 6a99c575 6ac371cc \
    6adfb183 6b0505a4 6bc48dd3 6d267661 6e57eeb0 6f03617b 6f5902ac 70ff9f33 713a4bc1 71d00b76 72812e30 7288edd0 \
    7373974a 73eeac3f 744a9a05 74688f0f 74cc1c60 7505d64a 756c4127 7576f3a0 7585d1f7 759b74ce 781e5e24 78938838 \
    7a9ca5b6 7b048cb3 7b1db44c 7b41f80f 7c127728 7c222fb2 7c4a8d09 7c6a180b 7c6a61c6 7d104347 7ddf32e1 7e2bb7bb \
    7f58eb3b 7f5f8815 7fa11744 8151325d 81ab62a7 825306bd 82c46f77 82e6535f 83ff9f4e 843c4a11 8451ba8a 8451fc65 \
    84f6815a 85571afa 85fcd345 8621ffdb 866655ef 8671f7a3 86f7e437 87acec17 87c2b45c 8843d7f9 8851def7 88b5e2ad \
    89e495e7 8a34ef0b 8aae25ba 8c60f7f6 8c723a0f 8d494114 8fa29325 8fcd25a3 90015098 90a8834d 91dfd9dd 925ad267 \
    935571b8 93715224 939bb46a 94a08da1 9801739d 9806af39 9885f8af 988881ad 98984e78 99c6f07c 9a1a6138 9a618248 \
    9aa2a870 9ad4cf12 9af4d838 9cc2ae8a 9dde3601 9df3b01c 9e7b9647 9e925e93 a174fdee a251a9ca a29bec6f a32ac2d7 \
    a3b6cbd2 a415ab5c a4483ce7 a4d80eac a56ffd9f a62f2225 a761ce3a a81be4e9 a86850de a94a8fe5 a956161a a9993e36 \
    a9a1282b aa7aa846 aa908a40 aaf4c61d ab87d24b abf7aad6 ac201fd2 acbd18db ad7ff785 adc83b19 adeeb367 adf431a1 \
    ae2b1fca aef68b14 aefd9a75 af8978b1 b026324c b02c735b b1846319 b1946ac9 b1b3773a b29f7cb1 b334e2f9 b39e528e \
    b3aca92c b3cf5da2 b45cffe0 b7a875fc b80fa55b b83efb89 b8abe8f5 b91cd1a5 b99319c3 b9e3680a bab1298d bad6f1ca \
    bc13d3d4 bd164fda bd3027fa bed12836 bf572286 bfc52216 bfd36177 c0b137fe c0ce0dff c21f969b c2543fff c2d5177d \
    c3499c27 c3fcd3d7 c4ca4238 c4f9375f c6dc9bc9 c6e454d9 c728181f c84f8a07 c8fed00e c9630807 c9b5760e cacc242c \
    cae355b6 cbfdac60 cc03e747 cc411e6c cdb0e76c cea7d893 cf1e8c14 cf215c4a cfd61b8a cfdea793 d015cc46 d033e22a \
    d0763eda d2005cc2 d2a57dc1 d2e3064a d3b07384 d3eb8e78 d41d8cd9 d4c3d66f d56b6998 d73b04b0 d84c7934 d8578edf \
    d8e8fca2 da39a3ee daf529a7 db4de92f db7c94c1 dbfa311a dc724af1 dc76e9f0 dd02c7c2 dd947095 dd960854 ddce269a \
    de2b14ae dff6d4ff e0fee1ad e10adc39 e1d972dd e1efc997 e302f9ec e343f0ff e383234c e38ad214 e414af71 e42d5f60 \
    e576d06e e5b453f4 e5e2fd08 e5e9fa1b e5fa44f2 e63c9b8e e74295bf e7509a8c e7b70055 e8072179 e807f1fc e8439a6b \
    e8b32bc4 e8dc4081 e8e11fed e900e40b e99a18c4 e9f5bd2b e9fe51f9 eaa80568 eb0a1917 eb1a3227 eca35412 ecb25204 \
    ecf2414a edbf08a5 ee11cbb1 ee8d8728 ee977806 f004031e f016441d f0db3fa4 f136803a f16abe15 f1d2d2f9 f25a2fc7 \
    f2b14f68 f320e2d9 f32b67c7 f35e36c5 f3913307 f3bbbd66 f432df73 f447b20a f49cf638 f572d396 f5ddaf0c f6d4a1c3 \
    f6fdffe4 f755389f fa53b91c fa9beb99 fab5f628 faea7649 fb3a83e6 fbdd7a76 fc5e038d fc683cd9 fcbdc4c2 fd89784e \
    fe01ce2a fe5699a2 ff4f6fb2 ff554353";
