//! The form of a token: its length, its characters and its three parts.

use http::HeaderValue;

use super::{InvalidToken, alphabet::is_base64url};

/// The greatest length of a token that is read or minted, in bytes, unless another length is configured. An access
/// token of Entra ID with 200 groups, the most that Entra ID writes into a token, has 11 KiB.
pub(crate) const DEFAULT_MAXIMUM_LENGTH: usize = 16 * 1024;

/// A token in the JWS compact serialization ([RFC 7515, section 7.1]), split into its parts, which are not
/// decoded.
///
/// [RFC 7515, section 7.1]: https://www.rfc-editor.org/rfc/rfc7515#section-7.1
#[derive(Clone, Copy)]
pub(crate) struct CompactToken<'t> {
    /// `header.payload`: the signed bytes, as they were received.
    pub(crate) signed: &'t [u8],
    pub(crate) header: &'t [u8],
    pub(crate) payload: &'t [u8],
    pub(crate) signature: &'t [u8],
    /// The header of the request that contains the token, alone or after its scheme; `None` for a token in another place,
    /// such as the query, and for a copy of a token.
    pub(super) sent_in: Option<&'t HeaderValue>,
}

impl<'t> CompactToken<'t> {
    /// Records the header that contains the token.
    pub(super) const fn sent_in(self, header: Option<&'t HeaderValue>) -> Self {
        Self {
            sent_in: header,
            ..self
        }
    }

    /// Returns a copy of the whole token.
    #[cfg(feature = "jwks")]
    pub(crate) fn text(self) -> Vec<u8> {
        [self.signed, self.signature].join(&b'.')
    }

    /// Splits a token of at most `maximum` bytes into its three parts.
    ///
    /// It checks length and characters first, so that later steps decode and copy only well-formed tokens.
    ///
    /// # Errors
    ///
    /// Returns [`InvalidToken::TooLong`], or [`InvalidToken::Malformed`] when the token is not three parts of
    /// base64url characters. This excludes a JWE, which has five parts, and an unsigned token, whose third part
    /// is empty.
    pub(crate) fn parse(token: &'t [u8], maximum: usize) -> Result<Self, InvalidToken> {
        if token.len() > maximum {
            return Err(InvalidToken::TooLong);
        }
        let parts = Self::split(token).ok_or(InvalidToken::Malformed)?;
        let mut each = [parts.header, parts.payload, parts.signature].into_iter();
        if !each.all(|part| !part.is_empty() && is_base64url(part)) {
            return Err(InvalidToken::Malformed);
        }
        Ok(parts)
    }

    /// Splits at the dots; `None` unless the token has exactly two.
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
            sent_in: None,
        })
    }
}

fn split_at_dot(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let (before, from_dot) = text.split_at_checked(memchr::memchr(b'.', text)?)?;
    let (_, after) = from_dot.split_first()?;
    Some((before, after))
}
