//! The claims of a caller, kept for handlers that read more of them than the guard.

use std::borrow::Cow;

use base64_simd::URL_SAFE_NO_PAD;
use http::HeaderValue;

use super::CompactToken;

/// The claims of a caller, which are decoded only when a handler reads them.
#[derive(Clone)]
pub(crate) enum HeldClaims {
    /// A verified token as it was sent, alone or as `Bearer` credentials; a clone costs a reference count.
    Token(HeaderValue),
    /// Claims as JSON, which this crate wrote from a provider's response.
    #[cfg(feature = "google")]
    Json(std::sync::Arc<str>),
}

impl HeldClaims {
    /// Returns whether these are the claims of a token, and not claims that this crate wrote.
    pub(crate) const fn is_token(&self) -> bool {
        match self {
            Self::Token(_) => true,
            #[cfg(feature = "google")]
            Self::Json(_) => false,
        }
    }

    /// Returns the claims as JSON; `None` when the token cannot be decoded.
    pub(crate) fn json(&self) -> Option<Cow<'_, [u8]>> {
        match self {
            Self::Token(value) => {
                // A token contains no space, so that the last word of `Bearer <token>` is the token.
                let token = value.as_bytes().rsplit(|byte| *byte == b' ').next()?;
                let payload = CompactToken::split(token)?.payload;
                URL_SAFE_NO_PAD.decode_to_vec(payload).ok().map(Cow::Owned)
            }
            #[cfg(feature = "google")]
            Self::Json(json) => Some(Cow::Borrowed(json.as_bytes())),
        }
    }
}

#[cfg(test)]
mod tests;
