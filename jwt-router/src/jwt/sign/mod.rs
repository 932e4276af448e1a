//! Mints tokens from claims.

mod claims;
mod error;
mod link_token;
mod ticket_token;
mod token;

use base64_simd::URL_SAFE_NO_PAD;

pub(crate) use self::claims::{ExtraClaims, Grants, Login, NewClaims};
pub(crate) use self::error::ResponseForm;
pub use self::error::SignError;
pub use self::link_token::LinkToken;
pub use self::ticket_token::TicketToken;
pub(crate) use self::token::FOR_COOKIES;
pub use self::token::Token;
use crate::jwt::{
    key::{Algorithm, KeyRing, RingKey},
    token::KnownHeader,
    token_use::TokenUse,
};

/// Signs payloads with one key; built once, at start-up.
#[derive(Debug)]
pub(crate) struct Signer {
    key: RingKey,
    algorithm: Algorithm,
    /// Whether headers name the key.
    names_key: bool,
    /// The header of access tokens.
    header: KnownHeader,
    /// The greatest length of a token, in bytes.
    maximum: usize,
}

impl Signer {
    /// Returns a signer with the signing key of `ring`, for tokens of at most `maximum` bytes.
    ///
    /// The header of its tokens names the key (`kid`) unless the ring has a single secret. A token of a key
    /// pair always names it, because its verifiers choose the public key from a published set.
    pub(crate) fn new(ring: &KeyRing, maximum: usize) -> Self {
        let key = ring.signing_key().clone();
        let algorithm = ring.algorithm();
        let (names_key, header) = match (&key, ring.verifying_keys()) {
            (RingKey::Secret(_), [_]) => (false, KnownHeader::new(algorithm)),
            _ => (true, KnownHeader::with_key(algorithm, key.id())),
        };
        Self {
            key,
            algorithm,
            names_key,
            header,
            maximum,
        }
    }

    /// Signs the payload of an access token: `header.payload.signature`, each in base64url ([RFC 7515, section 7.1]).
    ///
    /// # Errors
    ///
    /// Returns [`SignError::TooLong`] when the token would be longer than a guard accepts, and
    /// [`SignError::Signature`] when a key pair cannot sign.
    ///
    /// [RFC 7515, section 7.1]: https://www.rfc-editor.org/rfc/rfc7515#section-7.1
    pub(crate) fn sign(&self, payload_json: &[u8]) -> Result<String, SignError> {
        self.sign_under(self.header.as_str(), payload_json)
    }

    /// Signs the payload of a token of this use, such as a link, with a header that has the `typ` of this use.
    ///
    /// # Errors
    ///
    /// Returns the errors of [`sign`](Self::sign).
    pub(crate) fn sign_for(
        &self,
        token_use: &TokenUse,
        payload_json: &[u8],
    ) -> Result<String, SignError> {
        let Some(media_type) = token_use.media_type() else {
            return self.sign(payload_json);
        };
        let key = Some(self.key.id()).filter(|_| self.names_key);
        let header = KnownHeader::of_type(self.algorithm, key, media_type);
        self.sign_under(header.as_str(), payload_json)
    }

    /// Signs a payload with a header that is in base64url already.
    fn sign_under(&self, header: &str, payload_json: &[u8]) -> Result<String, SignError> {
        let payload_length = payload_json.len().div_ceil(3).saturating_mul(4);
        let mut token = String::with_capacity(
            header
                .len()
                .saturating_add(payload_length)
                .saturating_add(48),
        );
        token.push_str(header);
        token.push('.');
        URL_SAFE_NO_PAD.encode_append(payload_json, &mut token);
        self.key.sign_onto(&mut token).ok_or(SignError::Signature)?;
        if token.len() > self.maximum {
            return Err(SignError::TooLong {
                length: token.len(),
                maximum: self.maximum,
            });
        }
        Ok(token)
    }
}

/// Returns a new `jti`: 128 random bits in base64url, so that no two tokens have the same
/// ([RFC 7519, section 4.1.7]).
///
/// # Errors
///
/// Returns [`SignError::Random`] when the operating system gives no random bytes.
///
/// [RFC 7519, section 4.1.7]: https://www.rfc-editor.org/rfc/rfc7519#section-4.1.7
pub(crate) fn random_jwt_id() -> Result<String, SignError> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|_| SignError::Random)?;
    Ok(URL_SAFE_NO_PAD.encode_to_string(bytes))
}

#[cfg(test)]
mod tests;
