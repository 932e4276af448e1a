//! The public half of a key pair.

use std::{fmt, sync::Arc};

use aws_lc_rs::signature::ParsedPublicKey;
use rustls_pki_types::SubjectPublicKeyInfoDer;

use super::{KeyError, Numbers, SigningKey, parameters, pem};
use crate::jwt::key::{Algorithm, KeyId};

/// The public half of a key pair: checks signatures, and may be published.
///
/// # Examples
///
/// ```
/// use jwt_router::{Algorithm, PublicKey};
///
/// let key = PublicKey::from_pem(
///     Algorithm::EdDSA,
///     "-----BEGIN PUBLIC KEY-----
/// MCowBQYDK2VwAyEAkKFpuYeIHmAPgVybSQ6dYjNncwTxc3Ts5o3G1jNHyDk=
/// -----END PUBLIC KEY-----",
/// )?;
/// assert_eq!(key.algorithm().name(), "EdDSA");
/// assert_eq!(key.id(), "wtWFjBCDaCXwmEDdeHooM9j8auSXj3DRb84VC429-HE"); // RFC 7638
/// # Ok::<(), jwt_router::KeyError>(())
/// ```
#[derive(Clone)]
pub struct PublicKey(Arc<PublicKeyParts>);

/// The thumbprints of keys whose private half is an example in an RFC.
const PUBLISHED: [&str; 5] = [
    // RFC 7515, appendices A.2 and A.3.
    "IsUn6_e04MaShXFIISMp4kG62LWzMIPy_MvSA5pJgX8",
    "oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U",
    // RFC 7517, appendix A.2.
    "cn-I_WNMClehiVp51i_0VpOENW1upEerA8sEam5hn-s",
    "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs",
    // RFC 8037, appendix A.1.
    "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k",
];

/// The contents of a [`PublicKey`], which its clones share.
struct PublicKeyParts {
    algorithm: Algorithm,
    id: KeyId,
    numbers: Numbers,
    parsed: ParsedPublicKey,
}

impl PublicKey {
    /// Reads a public key from PEM: a section `PUBLIC KEY`, as `openssl pkey -pubout` writes it
    /// ([RFC 7468, section 13]).
    ///
    /// # Errors
    ///
    /// Returns [`KeyError`] when the text has no such section, when the key is of another kind than the
    /// algorithm, when it is an RSA key of fewer than 2048 or more than 8192 bits, or when it is weak or its private
    /// half is published in an RFC, so that everyone could sign for it.
    ///
    /// [RFC 7468, section 13]: https://www.rfc-editor.org/rfc/rfc7468#section-13
    pub fn from_pem(algorithm: Algorithm, pem: impl AsRef<[u8]>) -> Result<Self, KeyError> {
        let der: SubjectPublicKeyInfoDer<'_> = pem::read(pem.as_ref(), "PUBLIC KEY")?;
        Self::new(algorithm, Numbers::from_spki(&der)?)
    }

    /// Makes a key of numbers that have been [checked](Numbers::checked).
    ///
    /// # Errors
    ///
    /// Returns [`KeyError::Symmetric`] for HS256, [`KeyError::Published`] for a key of an RFC, and the errors of
    /// [`parse_public`](parameters::parse_public).
    pub(crate) fn new(algorithm: Algorithm, numbers: Numbers) -> Result<Self, KeyError> {
        if algorithm == Algorithm::HS256 {
            return Err(KeyError::Symmetric);
        }
        let thumbprint = numbers.thumbprint();
        if PUBLISHED.contains(&thumbprint.as_str()) {
            return Err(KeyError::Published);
        }
        let parsed = parameters::parse_public(algorithm, &numbers)?;
        Ok(Self(Arc::new(PublicKeyParts {
            algorithm,
            id: KeyId::new(thumbprint),
            numbers,
            parsed,
        })))
    }

    /// Returns the one algorithm with which the key checks signatures.
    #[must_use]
    pub fn algorithm(&self) -> Algorithm {
        self.0.algorithm
    }

    /// Returns the key's thumbprint ([RFC 7638]), which is the `kid` of the tokens that the private half signs.
    ///
    /// [RFC 7638]: https://www.rfc-editor.org/rfc/rfc7638
    #[must_use]
    pub fn id(&self) -> &str {
        self.0.id.as_str()
    }

    pub(crate) fn key_id(&self) -> &KeyId {
        &self.0.id
    }

    /// Returns whether both keys have the same numbers and the same algorithm.
    #[cfg(feature = "jwks")]
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        self.algorithm() == other.algorithm() && self.numbers() == other.numbers()
    }

    pub(crate) fn numbers(&self) -> &Numbers {
        &self.0.numbers
    }

    /// Returns whether the private half of the key made `signature` for `message`.
    pub(crate) fn is_signature_of(&self, signature: &[u8], message: &[u8]) -> bool {
        self.0.parsed.verify_sig(message, signature).is_ok()
    }
}

impl From<&SigningKey> for PublicKey {
    fn from(key: &SigningKey) -> Self {
        key.public_key().clone()
    }
}

impl From<SigningKey> for PublicKey {
    fn from(key: SigningKey) -> Self {
        Self::from(&key)
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "PublicKey({}, {})",
            self.algorithm().name(),
            self.id()
        )
    }
}
