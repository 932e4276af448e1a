//! The outside of a token: its length, its letters, its three parts.

use super::{InvalidToken, alphabet::is_base64url};

/// The longest token that is read, and the longest that is minted, in bytes.
pub(crate) const MAXIMUM_LENGTH: usize = 8 * 1024;

/// A token in the JWS compact serialization ([RFC 7515, section 7.1]), taken apart and not decoded.
///
/// [RFC 7515, section 7.1]: https://www.rfc-editor.org/rfc/rfc7515#section-7.1
#[derive(Clone, Copy)]
pub(crate) struct CompactToken<'t> {
    /// `header.payload`, the bytes that the signature is of, as they were received.
    pub(crate) signed: &'t [u8],
    pub(crate) header: &'t [u8],
    pub(crate) payload: &'t [u8],
    pub(crate) signature: &'t [u8],
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
    pub(crate) fn parse(token: &'t [u8]) -> Result<Self, InvalidToken> {
        if token.len() > MAXIMUM_LENGTH {
            return Err(InvalidToken::TooLong);
        }
        let parts = Self::split(token).ok_or(InvalidToken::Malformed)?;
        let mut each = [parts.header, parts.payload, parts.signature].into_iter();
        if !each.all(|part| !part.is_empty() && is_base64url(part)) {
            return Err(InvalidToken::Malformed);
        }
        Ok(parts)
    }

    /// Cuts at the two dots, if there are two.
    pub(super) fn split(token: &'t [u8]) -> Option<Self> {
        let (header, rest) = split_at_dot(token)?;
        let (payload, signature) = split_at_dot(rest)?;
        if memchr::memchr(b'.', signature).is_some() {
            return None;
        }
        let signed = token.get(..header.len() + 1 + payload.len())?;
        Some(Self {
            signed,
            header,
            payload,
            signature,
        })
    }
}

fn split_at_dot(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let (before, from_dot) = text.split_at_checked(memchr::memchr(b'.', text)?)?;
    let (_, after) = from_dot.split_first()?;
    Some((before, after))
}
