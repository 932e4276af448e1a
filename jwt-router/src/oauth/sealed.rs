//! Encrypts and authenticates data that a browser keeps for the application, with AES-256-GCM.

use std::fmt;

use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};
use base64_simd::URL_SAFE_NO_PAD;

/// A key that encrypts (seals) and decrypts (opens) data that a browser keeps.
pub(crate) struct SealKey {
    key: RandomizedNonceKey,
    /// The purpose of this key, as additional authenticated data. Data that is sealed for another purpose
    /// cannot be opened.
    purpose: String,
}

impl SealKey {
    /// Creates a key for one purpose from bytes that were derived for it; returns `None` when AES cannot be set
    /// up.
    pub(crate) fn new(bytes: &[u8; 32], purpose: String) -> Option<Self> {
        let key = RandomizedNonceKey::new(&AES_256_GCM, bytes).ok()?;
        Some(Self { key, purpose })
    }

    /// Seals bytes, and returns nonce, ciphertext and tag in base64url; returns `None` when the encryption
    /// fails.
    pub(crate) fn seal(&self, plain: &[u8]) -> Option<String> {
        let mut sealed = plain.to_vec();
        let aad = Aad::from(self.purpose.as_bytes());
        let nonce = self.key.seal_in_place_append_tag(aad, &mut sealed).ok()?;
        let mut text = nonce.as_ref().to_vec();
        text.append(&mut sealed);
        Some(URL_SAFE_NO_PAD.encode_to_string(text))
    }

    /// Opens a text that [`seal`](Self::seal) has made with the same key and purpose; returns `None` for any
    /// other text.
    pub(crate) fn open(&self, text: &str) -> Option<Vec<u8>> {
        let mut sealed = URL_SAFE_NO_PAD.decode_to_vec(text).ok()?;
        let (nonce, sealed) = sealed.split_at_mut_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let aad = Aad::from(self.purpose.as_bytes());
        let plain = self.key.open_in_place(nonce, aad, sealed).ok()?;
        Some(plain.to_vec())
    }
}

impl fmt::Debug for SealKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SealKey(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::SealKey;
    use crate::jwt::key::Secret;

    const SECRET: &str = concat!("q7yR2mXw9tKc4vZp", "8bNd3sGh6jLf1aEu");
    const OTHER: &str = concat!("Zk3vQ8nT5xB1cM7w", "R9pL2dF6hJ4gS0yA");

    fn key(secret: &str, purpose: &str) -> SealKey {
        let secret = Secret::try_from(secret).unwrap();
        let bytes = secret.derive(purpose.as_bytes()).unwrap();
        SealKey::new(&bytes, purpose.to_owned()).unwrap()
    }

    #[test]
    fn a_seal_opens_for_its_key_and_purpose_only() {
        let sealed = key(SECRET, "login").seal(b"state").unwrap();
        assert_eq!(key(SECRET, "login").open(&sealed).unwrap(), b"state");
        assert!(key(SECRET, "other").open(&sealed).is_none());
        assert!(key(OTHER, "login").open(&sealed).is_none());
    }

    #[test]
    fn a_changed_seal_does_not_open() {
        let key = key(SECRET, "login");
        let sealed = key.seal(b"state").unwrap();
        for index in 0..sealed.len() {
            let mut changed = sealed.clone().into_bytes();
            changed[index] = if changed[index] == b'A' { b'B' } else { b'A' };
            assert!(key.open(str::from_utf8(&changed).unwrap()).is_none());
            assert!(key.open(&sealed[..index]).is_none());
        }
    }

    #[test]
    fn no_two_seals_are_alike() {
        let key = key(SECRET, "login");
        assert_ne!(key.seal(b"state"), key.seal(b"state"));
    }
}
