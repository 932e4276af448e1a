//! The characters that a token may have.

use base64_simd::URL_SAFE_NO_PAD;

/// Returns whether every byte is in the base64url alphabet ([RFC 4648, section 5]), without padding
/// ([RFC 7515, section 2]).
///
/// The check of `base64_simd` also refuses wrong lengths and trailing bits, which are left to decoding here. So it is
/// given only the whole groups of four characters, which have neither, and this function checks the last characters.
///
/// [RFC 4648, section 5]: https://www.rfc-editor.org/rfc/rfc4648#section-5
/// [RFC 7515, section 2]: https://www.rfc-editor.org/rfc/rfc7515#section-2
pub(super) fn is_base64url(letters: &[u8]) -> bool {
    let (whole, rest) = letters.split_at(letters.len() - letters.len() % 4);
    let mut rest = rest.iter();
    URL_SAFE_NO_PAD.check(whole).is_ok()
        && rest.all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

/// Returns whether every byte is in the alphabet of `b64token` ([RFC 6750, section 2.1]), without padding.
///
/// [RFC 6750, section 2.1]: https://www.rfc-editor.org/rfc/rfc6750#section-2.1
pub(super) fn is_b64token(letters: &[u8]) -> bool {
    letters.iter().all(|byte| {
        byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'+' | b'/')
    })
}
