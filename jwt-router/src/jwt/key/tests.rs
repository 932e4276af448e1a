//! Which secrets are accepted, and the keys that are made from them.

use std::{env, fs, io::ErrorKind};

use super::{hmac::HmacKey, *};

const GOOD: &str = concat!("m5Xc0Zq2mSNNV8GmDlf", "Yx9V9n0ucVQ0bWkXo1yIYp3k=");

fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
}

#[track_caller]
fn check(secret: &str, expected: Result<(), SecretError>) {
    assert_eq!(Secret::try_from(secret).map(|_| ()), expected, "{secret}");
}

#[test]
fn random_secrets_are_accepted() {
    check(GOOD, Ok(()));
    // Hex of 128 random bits: the shortest secret of a usual encoding.
    check("c09b5eb1b0a7d8d0f46d1a1fb1ef2a6e", Ok(()));
    check("correct-horse-battery-staple-of-the-token-room", Ok(()));
    for _ in 0..200 {
        let secret = Secret::random().unwrap();
        let hex = hex(secret.expose());
        check(&hex, Ok(()));
        check(&hex[..32], Ok(()));
        assert!(Secret::try_from(secret.expose()).is_ok());
    }
}

// Fault 12: a one-byte secret was accepted. RFC 7518, section 3.2.
#[test]
fn a_short_secret_is_refused() {
    check("", Err(SecretError::Empty));
    check(
        "k",
        Err(SecretError::TooShort {
            length: 1,
            minimum: 32,
        }),
    );
    check(
        &GOOD[..31],
        Err(SecretError::TooShort {
            length: 31,
            minimum: 32,
        }),
    );
    check(&GOOD[..32], Ok(()));
}

// Fault 12: well-known sample secrets are refused.
#[test]
fn a_well_known_secret_is_refused() {
    for secret in [
        "your-256-bit-secret-your-256-bit-secret",
        "a-string-secret-at-least-256-bits-long",
        "my32characterultrasecureandultralongsecret",
        "changeme0000000000000000000000000000",
        "changeme-changeme-changeme-changeme",
        "CHANGE_ME_CHANGE_ME_CHANGE_ME_CHANGE_ME!",
        "secretsecretsecretsecretsecretsecret",
        "super-secret-key-for-testing-only-1234567890",
        "this-is-a-very-long-secret-key-for-development",
        "please-replace-this-secret-in-production",
        "00000000000000000000000000000000",
        "00000000000000000000000000000001",
        "0123456789abcdef0123456789abcdef",
        "12345678901234567890123456789012",
        "abcdefghijklmnopqrstuvwxyz012345",
        "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow",
        "09D25E094FAA6CA2556C818166B7A9563B93F7099F6F0F4CAA6CF63B88E8D3E7",
    ] {
        check(secret, Err(SecretError::Sample));
    }
    assert_eq!(
        Secret::try_from(vec![7; 64]).map(|_| ()),
        Err(SecretError::Sample)
    );
}

// Keys: PEM given as an HMAC secret is refused at start-up.
#[test]
fn a_key_file_is_no_secret() {
    check(
        &format!("-----BEGIN PUBLIC KEY-----\n{GOOD}\n-----END PUBLIC KEY-----\n"),
        Err(SecretError::Key),
    );
    check(
        &format!("\n Bag Attributes\n-----BEGIN CERTIFICATE-----\n{GOOD}"),
        Err(SecretError::Key),
    );
    check("-----BEGIN PUBLIC KEY-----", Err(SecretError::Key));
    check("---- BEGIN SSH2 PUBLIC KEY ----", Err(SecretError::Key));
    check(&format!("ssh-rsa {GOOD}"), Err(SecretError::Key));
}

/// Public keys as DER: Ed25519, P-256, and the beginnings of RSA and of a certificate.
fn public_keys() -> [Vec<u8>; 5] {
    let ed25519 = [
        b"\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00".as_slice(),
        &[7; 32],
    ]
    .concat();
    let p256 = b"\x30\x59\x30\x13\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07\x03\x42\x00\x04";
    let p256 = [p256.as_slice(), &[9; 64]].concat();
    let rsa = [b"\x30\x82\x01\x22\x30\x0d\x06\x09".as_slice(), &[5; 286]].concat();
    let rsa_only = [b"\x30\x82\x01\x0a\x02\x82\x01\x01".as_slice(), &[5; 262]].concat();
    let certificate = [b"\x30\x82\x01\x02\x30\x81\xa9".as_slice(), &[5; 255]].concat();
    [ed25519, p256, rsa, rsa_only, certificate]
}

#[test]
fn a_public_key_in_any_spelling_is_no_secret() {
    use base64_simd::{STANDARD, STANDARD_NO_PAD, URL_SAFE_NO_PAD};
    for key in public_keys() {
        let text = STANDARD.encode_to_string(&key);
        let (first, second) = text.split_at(40);
        for text in [
            STANDARD.encode_to_string(&key),
            STANDARD_NO_PAD.encode_to_string(&key),
            URL_SAFE_NO_PAD.encode_to_string(&key),
            hex(&key),
            hex(&key).to_uppercase(),
            format!("{first}\n{second}\n"),
        ] {
            check(&text, Err(SecretError::Key));
        }
        assert_eq!(Secret::try_from(key).map(|_| ()), Err(SecretError::Key));
    }
    for text in [
        r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#,
        r#" {"keys": [{"kty": "RSA", "n": "AQAB", "e": "AQAB"}]} "#,
        r#"{"kty":"oct","k":"AyM1SysPpbyDfgZld3umj1qzKObwVMko"}"#,
        "AAAAC3NzaC1lZDI1NTE5AAAAIA7NE0tvAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "AAAAB3NzaC1yc2EAAAADAQABAAABgQDAAAAAAAAAAAAAAAAAAAAAAAAA",
        "sk-ssh-ed25519@openssh.com AAAAGnNrLXNzaC1lZDI1NTE5QG9wZW5",
        "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA\n-----END PUBLIC KEY-----\n",
        "<RSAKeyValue><Modulus>q83v</Modulus><Exponent>AQAB</Exponent></RSAKeyValue>",
    ] {
        check(text, Err(SecretError::Key));
        if text.starts_with("AAAA") {
            continue; // It is in base64 already.
        }
        // As variables of the environment hold files.
        check(&STANDARD.encode_to_string(text), Err(SecretError::Key));
        check(&hex(text.as_bytes()), Err(SecretError::Key));
    }
}

#[test]
fn random_bytes_are_no_key_also_where_they_begin_like_one() {
    let mut bytes = [0xa5_u8; 48];
    for (position, byte) in bytes.iter_mut().enumerate() {
        *byte = byte
            .wrapping_mul(u8::try_from(position).unwrap())
            .wrapping_add(31);
    }
    bytes[..2].copy_from_slice(&[0x30, 46]);
    check(&base64_simd::STANDARD.encode_to_string(bytes), Ok(()));
}

#[test]
fn a_text_that_is_easy_to_guess_is_refused() {
    for text in [
        "abcdefghijklmnop                ",
        "a b c d e f g h i j k l m n o p q",
        "qwertyuiopasdfghjklzxcvbnm1234567890",
        "QWERTYUIOPASDFGHJKLZXCVBNM!@#$%^&*()",
        "poiuytrewqlkjhgfdsamnbvcxz0987654321",
        "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9",
        "zyxwvutsrqponmlkjihgfedcba9876543210",
        "1q2w3e4r5t6y7u8i9o0p1q2w3e4r5t6y",
    ] {
        check(text, Err(SecretError::Sample));
    }
}

/// Checks that the hash of a word is refused, in every spelling.
#[track_caller]
fn check_digest(digest: &[u8]) {
    let refused = Err(SecretError::Sample);
    check(&hex(digest), refused.clone());
    check(&hex(digest).to_uppercase(), refused.clone());
    check(&hex(digest)[..32], refused.clone());
    if digest.len() >= Secret::MINIMUM_LENGTH {
        let base64 = base64_simd::STANDARD.encode_to_string(digest);
        check(&base64, refused.clone());
        check(&base64[..32], refused.clone());
        assert_eq!(Secret::try_from(digest.to_vec()).map(|_| ()), refused);
    }
}

#[test]
fn the_hash_of_a_common_word_is_refused() {
    use sha2::Digest as _;
    for word in [
        "",
        "secret",
        "secret\n",
        "password",
        "admin",
        "jwt",
        "test",
        "your-256-bit-secret",
    ] {
        check_digest(&md5::Md5::digest(word));
        check_digest(&sha1::Sha1::digest(word));
        check_digest(&sha2::Sha256::digest(word));
        check_digest(&sha2::Sha384::digest(word));
        check_digest(&sha2::Sha512::digest(word));
    }
    check(&hex(&md5::Md5::digest("no common word")), Ok(()));
    check(&hex(&sha1::Sha1::digest("no common word")), Ok(()));
    check(&hex(&sha2::Sha256::digest("no common word"))[..32], Ok(()));
}

#[test]
fn the_table_of_digests_is_that_of_the_words() {
    use sha2::Digest as _;
    let start = |digest: &[u8]| hex(&digest[..4]);
    let digests = |word: String| {
        let md5 = start(&md5::Md5::digest(&word));
        [md5, start(&sha1::Sha1::digest(&word))]
    };
    let mut expected: Vec<String> = digests::words().flat_map(digests).collect();
    expected.sort_unstable();
    expected.dedup();
    assert_eq!(digests::BROKEN, expected.join(" "));
}

#[test]
fn a_secret_that_could_not_be_moved_is_refused_in_a_file() {
    let folder = env::temp_dir();
    let path = folder.join(format!("jwt-router-secret-{}", std::process::id()));
    let utf_16: Vec<u8> = GOOD.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let encoding = || SecretError::Encoding { path: path.clone() };
    for (contents, expected) in [
        (GOOD.as_bytes().to_vec(), Ok(())),
        (format!("{GOOD}\r\n").into_bytes(), Ok(())),
        (
            format!("{GOOD}\n\n").into_bytes(),
            Err(SecretError::Separator),
        ),
        (format!(" {GOOD}").into_bytes(), Err(SecretError::Separator)),
        (format!("{GOOD},").into_bytes(), Err(SecretError::Separator)),
        (format!("\u{feff}{GOOD}").into_bytes(), Err(encoding())),
        ([b"\xff\xfe", utf_16.as_slice()].concat(), Err(encoding())),
        (utf_16, Err(encoding())),
    ] {
        fs::write(&path, &contents).unwrap();
        assert_eq!(
            Secret::from_file(&path).map(|_| ()),
            expected,
            "{contents:?}"
        );
    }
    fs::remove_file(&path).unwrap();
}

// Response: Debug and Display never show a secret.
#[test]
fn nothing_shows_a_secret() {
    let secret = Secret::try_from(GOOD).unwrap();
    let ring = KeyRing::new(&secret, &[Secret::random().unwrap()]).unwrap();
    assert_eq!(format!("{secret:?}"), "Secret(..)");
    let shown = format!("{ring:?} {ring:#?}");
    assert!(
        shown.contains("HmacKey(..)") && !shown.contains(&GOOD[..8]),
        "{shown}"
    );
    let error = Secret::try_from("hunter2").unwrap_err();
    assert!(!format!("{error} {error:?}").contains("hunter2"));
}

#[test]
fn an_error_says_what_to_write() {
    let errors = [
        SecretError::Empty,
        SecretError::Sample,
        SecretError::Key,
        SecretError::Separator,
        SecretError::TooShort {
            length: 1,
            minimum: 32,
        },
        SecretError::MissingVariable {
            name: "KEY".to_owned(),
        },
        SecretError::NotUnicode {
            name: "KEY".to_owned(),
        },
    ];
    for error in errors {
        assert!(
            error.to_string().contains("`openssl rand -base64 48`"),
            "{error}"
        );
    }
}

#[test]
fn a_missing_variable_is_named() {
    let name = "JWT_ROUTER_TEST_NO_SUCH_VARIABLE".to_owned();
    assert_eq!(
        Secret::from_env(&name).map(|_| ()),
        Err(SecretError::MissingVariable { name })
    );
}

#[test]
fn a_variable_is_read() {
    // Cargo sets `CARGO_PKG_NAME` for every test, and its value is too short for a secret.
    let length = env!("CARGO_PKG_NAME").len();
    assert_eq!(
        Secret::from_env("CARGO_PKG_NAME").map(|_| ()),
        Err(SecretError::TooShort {
            length,
            minimum: 32
        }),
    );
}

#[test]
fn a_secret_file_may_end_with_one_newline() {
    let path = env::temp_dir().join(format!("jwt-router-secret-{}", std::process::id()));
    for (text, expected) in [
        (format!("{GOOD}\n"), GOOD.to_owned()),
        (format!("{GOOD}\r\n"), GOOD.to_owned()),
        (GOOD.to_owned(), GOOD.to_owned()),
    ] {
        fs::write(&path, text).unwrap();
        assert_eq!(
            Secret::from_file(&path).unwrap().expose(),
            expected.as_bytes()
        );
    }
    fs::write(&path, "\n").unwrap();
    assert_eq!(
        Secret::from_file(&path).map(|_| ()),
        Err(SecretError::Empty)
    );
    fs::remove_file(&path).unwrap();
    assert_eq!(
        Secret::from_file(&path).map(|_| ()),
        Err(SecretError::Unreadable {
            path,
            kind: ErrorKind::NotFound
        }),
    );
}

#[track_caller]
fn check_mac(key: &[u8], message: &[u8], expected: &str) {
    let mac = HmacKey::new(key).unwrap().mac(message);
    assert_eq!(hex(&mac), expected);
}

// RFC 4231, test cases 1, 2 and 6: a short key, a shorter one, and one longer than a block.
#[test]
fn hmac_is_that_of_rfc_4231() {
    check_mac(
        &[0x0b; 20],
        b"Hi There",
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
    );
    check_mac(
        b"Jefe",
        b"what do ya want for nothing?",
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
    );
    check_mac(
        &[0xaa; 131],
        b"Test Using Larger Than Block-Size Key - Hash Key First",
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
    );
}

#[test]
fn a_key_is_named_after_its_secret() {
    let [one, other] = [Secret::try_from(GOOD).unwrap(), Secret::random().unwrap()];
    let id = |secret: &Secret| SecretKey::new(secret).unwrap().id().as_str().to_owned();
    assert_eq!(id(&one), id(&one.clone()));
    assert_ne!(id(&one), id(&other));
    assert_eq!(id(&one).len(), 11);
}

#[test]
fn a_ring_holds_each_key_once_and_the_signing_key_first() {
    let [one, other] = [Secret::try_from(GOOD).unwrap(), Secret::random().unwrap()];
    let ring = KeyRing::new(&one, &[other.clone(), one.clone(), other]).unwrap();
    assert_eq!(ring.verifying_keys().len(), 2);
    assert_eq!(ring.verifying_keys()[0].id(), ring.signing_key().id());
}

#[test]
fn a_signature_is_of_one_key_and_one_message() {
    let secret = Secret::try_from(GOOD).unwrap();
    let ring = KeyRing::new(&secret, &[Secret::random().unwrap()]).unwrap();
    let mac = SecretKey::new(&secret).unwrap().sign(b"message");
    let [key, other] = ring.verifying_keys() else {
        panic!("two keys")
    };
    assert!(key.is_signature_of(&mac, b"message"));
    assert!(!key.is_signature_of(&mac, b"massage"));
    assert!(!other.is_signature_of(&mac, b"message"));
    for bit in 0..256 {
        let mut mac = mac;
        mac[bit / 8] ^= 1 << (bit % 8);
        assert!(!key.is_signature_of(&mac, b"message"));
    }
}
