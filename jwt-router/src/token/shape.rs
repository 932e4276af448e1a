//! The outside of a token: its length, its letters, its three parts.

use super::{
    InvalidToken,
    alphabet::{base64url, is_all},
};

/// The longest token that is read, and the longest that is minted, in bytes.
pub(crate) const MAXIMUM_LENGTH: usize = 8 * 1024;

/// A token in the JWS compact serialization ([RFC 7515, section 7.1]), taken apart and not decoded.
///
/// [RFC 7515, section 7.1]: https://www.rfc-editor.org/rfc/rfc7515#section-7.1
#[derive(Clone, Copy)]
pub(crate) struct CompactToken<'t> {
    /// `header.payload`, the bytes that the signature is of, as they were received.
    pub(crate) signed: &'t str,
    pub(crate) header: &'t str,
    pub(crate) payload: &'t str,
    pub(crate) signature: &'t str,
}

impl<'t> CompactToken<'t> {
    /// Takes a token apart.
    ///
    /// Its size and its form are known to be right before any of it is decoded or copied.
    ///
    /// # Errors
    ///
    /// Returns [`InvalidToken::TooLong`], or [`InvalidToken::Malformed`] when it is not three
    /// parts of base64url letters: five parts are a JWE, and an empty third one is no signature.
    pub(crate) fn parse(token: &'t str) -> Result<Self, InvalidToken> {
        if token.len() > MAXIMUM_LENGTH {
            return Err(InvalidToken::TooLong);
        }
        if !is_all(token.as_bytes(), |byte| base64url(byte).or(byte == b'.')) {
            return Err(InvalidToken::Malformed);
        }
        let (signed, signature) = token.rsplit_once('.').ok_or(InvalidToken::Malformed)?;
        let (header, payload) = signed.split_once('.').ok_or(InvalidToken::Malformed)?;
        if header.is_empty() || payload.is_empty() || signature.is_empty() || payload.contains('.')
        {
            return Err(InvalidToken::Malformed);
        }
        Ok(Self {
            signed,
            header,
            payload,
            signature,
        })
    }
}
