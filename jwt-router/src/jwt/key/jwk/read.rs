//! Reads one key of an issuer's key set.

use super::members::JwkMembers;
use crate::jwt::key::{Algorithm, JwkParts, KeyError, PublicKey};

/// A usable key of an issuer, with its `kid`.
#[derive(Debug)]
pub(crate) struct JsonWebKey {
    pub(crate) id: Option<String>,
    /// The key, once for each of its algorithms. It has several only where the issuer names no algorithm.
    pub(crate) keys: Vec<PublicKey>,
}

/// The reason why a key of an issuer's key set is left out. The other keys of the set are used.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, thiserror::Error)]
pub(crate) enum UnusableKey {
    #[error("it is no JSON object of a key, or has a member twice")]
    Json,
    /// A published secret proves nothing, since everyone can sign with it.
    #[error("it is a secret (`oct`), or holds its private half")]
    Secret,
    #[error("its `use` is not `sig`")]
    Use,
    #[error("its `key_ops` have no `verify`")]
    Operations,
    #[error("its `alg` is unknown or not of its kind")]
    Algorithm,
    #[error("its kind or curve is unknown")]
    Kind,
    #[error("it is of RSA and has not between 2048 and 8192 bits")]
    Length,
    #[error("its numbers are not a key")]
    Numbers,
    #[error("the exponent of its RSA key is even, 1 or longer than 32 bits")]
    Exponent,
    #[error("the modulus of its RSA key is factored at once")]
    Factorable,
    #[error("its RSA key was made by a chip whose keys can be factored (ROCA, CVE-2017-15361)")]
    Roca,
    #[error("its point is not on its curve")]
    Point,
    #[error("its Ed25519 key is a point of small order")]
    SmallOrder,
    #[error("its Ed25519 key is not encoded in its one form")]
    NonCanonical,
    #[error("its private half is printed in an RFC")]
    Published,
    #[error("another key has its `kid` and its algorithm")]
    RepeatedId,
}

impl JsonWebKey {
    /// Reads one key of a set from its JSON.
    ///
    /// A key without `alg` gets those of the `configured` algorithms that fit its kind; if none fits, it gets the usual
    /// algorithm of its kind.
    ///
    /// # Errors
    ///
    /// Returns the reason why the key cannot check signatures.
    pub(crate) fn read(json: &str, configured: &[Algorithm]) -> Result<Self, UnusableKey> {
        let members = JwkMembers::read(json)?;
        let id = members.id();
        let JwkParts { numbers, algorithm } = JwkParts::read(&members.jwk()?)?;
        let mut algorithms = match algorithm {
            Some(algorithm) => vec![algorithm],
            None => numbers.algorithms_among(configured),
        };
        if algorithms.is_empty() {
            algorithms.push(numbers.usual_algorithm());
        }
        let key_of = |algorithm| PublicKey::new(algorithm, numbers.clone());
        let keys: Result<Vec<_>, _> = algorithms.into_iter().map(key_of).collect();
        Ok(Self { id, keys: keys? })
    }
}

impl From<KeyError> for UnusableKey {
    fn from(error: KeyError) -> Self {
        match error {
            KeyError::Length => Self::Length,
            KeyError::Exponent => Self::Exponent,
            KeyError::Factorable => Self::Factorable,
            KeyError::Roca => Self::Roca,
            KeyError::Point => Self::Point,
            KeyError::SmallOrder => Self::SmallOrder,
            KeyError::NonCanonical => Self::NonCanonical,
            KeyError::Published => Self::Published,
            KeyError::Use => Self::Use,
            KeyError::Operations => Self::Operations,
            KeyError::OtherKind { .. }
            | KeyError::Symmetric
            | KeyError::UnsupportedAlgorithm { .. } => Self::Algorithm,
            KeyError::UnknownKind
            | KeyError::Pem { .. }
            | KeyError::PemForm { .. }
            | KeyError::Random
            | KeyError::Unreadable { .. } => Self::Numbers,
        }
    }
}
