//! HMAC-SHA-256 with the key schedule done once.

use std::fmt;

use hmac::{Hmac, KeyInit as _, Mac as _, digest::InvalidLength};
use sha2::Sha256;

/// The length of an HS256 signature in bytes.
pub(crate) const MAC_LENGTH: usize = 32;

/// A keyed HMAC, cloned for each message: two of the four SHA-256 blocks of a short message are
/// in it already.
#[derive(Clone)]
pub(crate) struct HmacKey(Hmac<Sha256>);

impl HmacKey {
    /// Makes the state that every MAC of this key begins with.
    ///
    /// # Errors
    ///
    /// Never, since HMAC takes keys of any length (RFC 2104, section 2); the trait of the `hmac` crate
    /// is for MACs that do not.
    pub(crate) fn new(key: &[u8]) -> Result<Self, InvalidLength> {
        Hmac::new_from_slice(key).map(Self)
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
