use aws_lc_rs::hkdf::{HKDF_SHA256, Salt};
use zeroize::Zeroizing;

/// Derives a key for one purpose from a secret, with HKDF-SHA-256 ([RFC 5869]); `None` when aws-lc fails.
///
/// [RFC 5869]: https://www.rfc-editor.org/rfc/rfc5869
pub(crate) fn derive(secret: &[u8], purpose: &[u8]) -> Option<Zeroizing<[u8; 32]>> {
    let mut key = Zeroizing::new([0; 32]);
    Salt::new(HKDF_SHA256, b"jwt-router")
        .extract(secret)
        .expand(&[purpose], HKDF_SHA256)
        .and_then(|material| material.fill(key.as_mut_slice()))
        .ok()?;
    Some(key)
}
