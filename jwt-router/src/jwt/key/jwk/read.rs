//! One key of a set.

use base64_simd::URL_SAFE_NO_PAD;
use serde::{Deserialize, de::IgnoredAny};

use crate::jwt::key::{Algorithm, KeyError, Numbers, PublicKey};

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

/// The members that matter, each at most once; others are not looked at ([RFC 7517, section 4]).
///
/// [RFC 7517, section 4]: https://www.rfc-editor.org/rfc/rfc7517#section-4
#[derive(Deserialize)]
struct Members {
    kty: String,
    kid: Option<String>,
    #[serde(rename = "use")]
    purpose: Option<String>,
    key_ops: Option<Vec<String>>,
    alg: Option<String>,
    crv: Option<String>,
    n: Option<String>,
    e: Option<String>,
    x: Option<String>,
    y: Option<String>,
    d: Option<IgnoredAny>,
    k: Option<IgnoredAny>,
}

impl JsonWebKey {
    /// Reads one key.
    ///
    /// # Errors
    ///
    /// Says why signatures cannot be checked with it.
    pub(crate) fn read(json: &str) -> Result<Self, UnusableKey> {
        let members: Members = serde_json::from_str(json).map_err(|_| UnusableKey::Json)?;
        members.check()?;
        let numbers = members.numbers()?.checked().map_err(UnusableKey::from)?;
        let algorithm = members.algorithm(&numbers)?;
        let key = PublicKey::new(algorithm, numbers)?;
        Ok(Self {
            id: members.kid,
            key,
        })
    }
}

impl Members {
    /// What the issuer says the key is for (RFC 7517, sections 4.2 and 4.3).
    fn check(&self) -> Result<(), UnusableKey> {
        // RFC 8725, section 2.1: what is published is never taken for an HMAC secret.
        if self.kty == "oct" || self.k.is_some() || self.d.is_some() {
            return Err(UnusableKey::Secret);
        }
        if self
            .purpose
            .as_deref()
            .is_some_and(|purpose| purpose != "sig")
        {
            return Err(UnusableKey::Use);
        }
        let verifies = |operations: &Vec<String>| operations.iter().any(|name| name == "verify");
        if !self.key_ops.as_ref().is_none_or(verifies) {
            return Err(UnusableKey::Operations);
        }
        Ok(())
    }

    /// The one algorithm of the key.
    ///
    /// Many issuers leave `alg` out (RFC 7517, section 4.4); the key is then for the algorithm that
    /// its kind is used with everywhere.
    fn algorithm(&self, numbers: &Numbers) -> Result<Algorithm, UnusableKey> {
        match (&self.alg, numbers) {
            (Some(name), _) => Algorithm::of_key_pair(name).ok_or(UnusableKey::Algorithm),
            (None, Numbers::Rsa { .. }) => Ok(Algorithm::RS256),
            (None, Numbers::P256 { .. }) => Ok(Algorithm::ES256),
            (None, Numbers::P384 { .. }) => Ok(Algorithm::ES384),
            (None, Numbers::Ed25519 { .. }) => Ok(Algorithm::EdDSA),
        }
    }

    fn numbers(&self) -> Result<Numbers, UnusableKey> {
        match (self.kty.as_str(), self.crv.as_deref()) {
            ("RSA", None) => Ok(Numbers::Rsa {
                n: number(self.n.as_ref())?,
                e: number(self.e.as_ref())?,
            }),
            ("EC", Some("P-256")) => Ok(Numbers::P256 {
                x: number(self.x.as_ref())?,
                y: number(self.y.as_ref())?,
            }),
            ("EC", Some("P-384")) => Ok(Numbers::P384 {
                x: number(self.x.as_ref())?,
                y: number(self.y.as_ref())?,
            }),
            ("OKP", Some("Ed25519")) => Ok(Numbers::Ed25519 {
                x: number(self.x.as_ref())?,
            }),
            _ => Err(UnusableKey::Kind),
        }
    }
}

/// A number in base64url, in its one spelling.
fn number(text: Option<&String>) -> Result<Vec<u8>, UnusableKey> {
    let text = text.ok_or(UnusableKey::Numbers)?;
    URL_SAFE_NO_PAD
        .decode_to_vec(text)
        .map_err(|_| UnusableKey::Numbers)
}

impl From<KeyError> for UnusableKey {
    fn from(error: KeyError) -> Self {
        match error {
            KeyError::Length => Self::Length,
            KeyError::OtherKind { .. } | KeyError::Symmetric => Self::Algorithm,
            KeyError::UnknownKind | KeyError::Pem { .. } | KeyError::Unreadable { .. } => {
                Self::Numbers
            }
        }
    }
}
