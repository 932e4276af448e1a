//! Keys: the secret that is configured, and what is made of it once, at start-up.
//!
//! A key has one algorithm, and the algorithm of a token is the algorithm of the key, whatever the
//! token's header says ([RFC 8725, section 3.1]).
//!
//! [RFC 8725, section 3.1]: https://www.rfc-editor.org/rfc/rfc8725#section-3.1

mod hmac;
mod ring;
mod sample;
mod secret;

pub(crate) use self::hmac::MAC_LENGTH;
pub(crate) use self::ring::{KeyId, KeyRing, SigningKey, VerifyingKey};
pub use self::secret::{Secret, SecretError};

/// What a key signs with, and the only thing its signatures are checked with.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub(crate) enum Algorithm {
    /// HMAC with SHA-256 ([RFC 7518, section 3.2](https://www.rfc-editor.org/rfc/rfc7518#section-3.2)).
    Hs256,
}

impl Algorithm {
    /// The `alg` of a token's header; compared with regard to case (RFC 7515, section 4.1.1).
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Hs256 => "HS256",
        }
    }
}

#[cfg(test)]
mod tests;
