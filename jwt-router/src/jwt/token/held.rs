//! The claims of a caller, kept for handlers that read more of them than the guard.

use std::{borrow::Cow, sync::Arc};

use base64_simd::URL_SAFE_NO_PAD;
use http::HeaderValue;

use super::CompactToken;

/// The claims of a caller, which are decoded only when a handler reads them.
#[derive(Clone)]
pub(crate) enum HeldClaims {
    /// The header that contains a verified token, alone or after its scheme; a clone costs a reference count.
    Header(HeaderValue),
    /// The payload of a verified token, in base64url.
    Payload(Arc<[u8]>),
    /// Claims as JSON, which this crate wrote from a provider's response.
    #[cfg(feature = "google")]
    Json(Arc<str>),
}

impl HeldClaims {
    /// Returns the claims of a verified token.
    pub(crate) fn of(token: CompactToken<'_>) -> Self {
        match token.sent_in {
            Some(header) => Self::Header(header.clone()),
            None => Self::Payload(token.payload.into()),
        }
    }

    /// Returns whether these are the claims of a token, and not claims that this crate wrote.
    pub(crate) const fn is_token(&self) -> bool {
        match self {
            Self::Header(_) | Self::Payload(_) => true,
            #[cfg(feature = "google")]
            Self::Json(_) => false,
        }
    }

    /// Returns the claims as JSON; `None` when the payload cannot be decoded.
    pub(crate) fn json(&self) -> Option<Cow<'_, [u8]>> {
        match self {
            Self::Header(value) => {
                // A token contains no space, so that the last word of `Bearer <token>` is the token.
                let token = value.as_bytes().rsplit(|byte| *byte == b' ').next()?;
                decode(CompactToken::split(token)?.payload)
            }
            Self::Payload(payload) => decode(payload),
            #[cfg(feature = "google")]
            Self::Json(json) => Some(Cow::Borrowed(json.as_bytes())),
        }
    }
}

fn decode(payload: &[u8]) -> Option<Cow<'_, [u8]>> {
    let json = URL_SAFE_NO_PAD.decode_to_vec(payload);
    json.ok().map(Cow::Owned)
}

#[cfg(test)]
mod tests;
