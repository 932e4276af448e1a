//! The claims of a caller, kept for handlers that read more of them than the guard did.

use std::borrow::Cow;

use base64_simd::URL_SAFE_NO_PAD;
use http::HeaderValue;

use super::CompactToken;

/// The claims of a caller, decoded only when they are read.
#[derive(Clone)]
pub(crate) enum HeldClaims {
    /// A verified token as it came, alone or as `Bearer` credentials; a clone costs a reference count.
    Token(HeaderValue),
    /// Claims that were written here, as JSON.
    #[cfg(feature = "google")]
    Json(std::sync::Arc<str>),
}

impl HeldClaims {
    /// Returns the claims as JSON; `None` when the token is not one.
    pub(crate) fn json(&self) -> Option<Cow<'_, [u8]>> {
        match self {
            Self::Token(value) => {
                // No token has a space, and in credentials one stands before it.
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
