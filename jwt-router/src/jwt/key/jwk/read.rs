//! One key of a set.

use super::members::Members;
use crate::jwt::key::{KeyError, PublicKey};

/// A key that signatures can be checked with, and the name that its issuer gave it.
#[derive(Debug)]
pub(crate) struct JsonWebKey {
    pub(crate) id: Option<String>,
    pub(crate) key: PublicKey,
}

/// Why a key of a set is left out; the others are used.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub(crate) enum UnusableKey {
    #[error("it is no JSON object of a key, or has a member twice")]
    Json,
    /// A secret that everybody can read signs nothing.
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
    #[error("its numbers are no key")]
    Numbers,
    #[error("another key has its `kid`")]
    RepeatedId,
}

impl JsonWebKey {
    /// Reads one key.
    ///
    /// # Errors
    ///
    /// Returns why signatures cannot be checked with it.
    pub(crate) fn read(json: &str) -> Result<Self, UnusableKey> {
        let members = Members::read(json)?;
        let id = members.id();
        let key = PublicKey::try_from(members.jwk()?)?;
        Ok(Self { id, key })
    }
}

impl From<KeyError> for UnusableKey {
    fn from(error: KeyError) -> Self {
        match error {
            KeyError::Length => Self::Length,
            KeyError::Use => Self::Use,
            KeyError::Operations => Self::Operations,
            KeyError::OtherKind { .. }
            | KeyError::Symmetric
            | KeyError::UnsupportedAlgorithm { .. } => Self::Algorithm,
            KeyError::UnknownKind | KeyError::Pem { .. } | KeyError::Unreadable { .. } => {
                Self::Numbers
            }
        }
    }
}
