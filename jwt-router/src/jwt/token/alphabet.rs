//! The letters that a token may have.

use base64_simd::URL_SAFE_NO_PAD;

/// Returns whether every byte is in the alphabet of [RFC 4648, section 5]; padding is no part of it
/// ([RFC 7515, section 2]).
///
/// The library checks the length and the last bits as well, which a part of the token is refused for when it
/// is decoded, so it is only asked about whole groups of four.
///
/// [RFC 4648, section 5]: https://www.rfc-editor.org/rfc/rfc4648#section-5
/// [RFC 7515, section 2]: https://www.rfc-editor.org/rfc/rfc7515#section-2
pub(super) fn is_base64url(letters: &[u8]) -> bool {
    let (whole, rest) = letters.split_at(letters.len() - letters.len() % 4);
    let mut rest = rest.iter();
    URL_SAFE_NO_PAD.check(whole).is_ok()
        && rest.all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

/// Returns whether every byte is a letter of `b64token`, without the padding at its end
/// ([RFC 6750, section 2.1]).
///
/// [RFC 6750, section 2.1]: https://www.rfc-editor.org/rfc/rfc6750#section-2.1
pub(super) fn is_b64token(letters: &[u8]) -> bool {
    letters.iter().all(|byte| {
        byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'+' | b'/')
    })
}
