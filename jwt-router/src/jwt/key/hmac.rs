//! HMAC-SHA-256 that processes the key once, and not for each message.

use std::fmt;

use hmac::{Hmac, KeyInit as _, Mac as _, digest::InvalidLength};
use sha2::Sha256;

/// The length of an HS256 signature in bytes.
pub(crate) const MAC_LENGTH: usize = 32;

/// The state of an HMAC that has processed its key. It is cloned for each message, which saves two of the four
/// SHA-256 blocks of a short message.
#[derive(Clone)]
pub(crate) struct HmacKey(Hmac<Sha256>);

impl HmacKey {
    /// Computes the state of an HMAC that has processed this key.
    ///
    /// # Errors
    ///
    /// Never fails, since HMAC takes keys of any length (RFC 2104, section 2). The `Result` comes from the
    /// trait of the `hmac` crate, which also covers MACs with a fixed key length.
    pub(crate) fn new(key: &[u8]) -> Result<Self, InvalidLength> {
        Hmac::new_from_slice(key).map(Self)
    }

    /// Returns the MAC of a message.
    pub(crate) fn mac(&self, message: &[u8]) -> [u8; MAC_LENGTH] {
        let mut hmac = self.0.clone();
        hmac.update(message);
        hmac.finalize().into_bytes().into()
    }

    /// Returns whether `mac` is this key's MAC of `message`. The comparison takes constant time, so that it
    /// does not reveal the first byte that differs.
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
