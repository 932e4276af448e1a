//! HMAC-SHA-256 with the key schedule done once.

use std::fmt;

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

/// The length of an HS256 signature in bytes.
pub(crate) const MAC_LENGTH: usize = 32;

const BLOCK_LENGTH: usize = 64;

/// A keyed HMAC, cloned for each message: two of the four SHA-256 blocks of a short message are
/// in it already.
#[derive(Clone)]
pub(crate) struct HmacKey(Hmac<Sha256>);

impl HmacKey {
    pub(crate) fn new(key: &[u8]) -> Self {
        Self(Hmac::new((&*block(key)).into()))
    }

    pub(crate) fn mac(&self, message: &[u8]) -> [u8; MAC_LENGTH] {
        let mut hmac = self.0.clone();
        hmac.update(message);
        hmac.finalize().into_bytes().into()
    }

    /// Whether `mac` is this key's for `message`, in a time that tells nothing of where they differ.
    pub(crate) fn is_mac_of(&self, mac: &[u8; MAC_LENGTH], message: &[u8]) -> bool {
        let mut hmac = self.0.clone();
        hmac.update(message);
        hmac.verify(mac.into()).is_ok()
    }
}

impl fmt::Debug for HmacKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("HmacKey(..)")
    }
}

/// The key as one block: filled with zeros, or hashed first when it is longer (RFC 2104, section 2).
fn block(key: &[u8]) -> Zeroizing<[u8; BLOCK_LENGTH]> {
    let mut block = Zeroizing::new([0; BLOCK_LENGTH]);
    if key.len() > BLOCK_LENGTH {
        let hashed: Zeroizing<[u8; MAC_LENGTH]> = Zeroizing::new(Sha256::digest(key).into());
        fill(&mut *block, &*hashed);
    } else {
        fill(&mut *block, key);
    }
    block
}

fn fill(block: &mut [u8], key: &[u8]) {
    for (to, from) in block.iter_mut().zip(key) {
        *to = *from;
    }
}
