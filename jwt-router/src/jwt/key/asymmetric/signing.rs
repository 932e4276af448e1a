//! The private half of a key pair.

use std::{fmt, fs, path::Path, sync::Arc};

use aws_lc_rs::{
    rand::SystemRandom,
    signature::{EcdsaKeyPair, Ed25519KeyPair, RsaEncoding, RsaKeyPair},
};
use rustls_pki_types::PrivatePkcs8KeyDer;
use zeroize::Zeroizing;

use super::{KeyError, PublicKey, parameters, pem};
use crate::jwt::key::Algorithm;

/// The private half of a key pair: signs tokens, which every holder of the public half can verify.
///
/// Neither `Debug` nor an error contains the key.
///
/// # Examples
///
/// ```
/// use jwt_router::{Algorithm, JwtRoutes, SigningKey};
///
/// let key = SigningKey::random(Algorithm::EdDSA)?;
/// let jwt = JwtRoutes::builder().signing_key(key).build()?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// A key that has to outlive the process is read from a file, such as one that `openssl genpkey -algorithm ed25519`
/// has written:
///
/// ```no_run
/// # use jwt_router::{Algorithm, SigningKey};
/// let key = SigningKey::from_file("/run/secrets/jwt.pem")?;
/// let same = SigningKey::from_pem(Algorithm::EdDSA, std::fs::read("/run/secrets/jwt.pem")?)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct SigningKey {
    public: PublicKey,
    pair: Arc<KeyPair>,
}

/// A parsed private key.
pub(super) enum KeyPair {
    Rsa {
        pair: RsaKeyPair,
        signs: &'static dyn RsaEncoding,
    },
    Ecdsa(EcdsaKeyPair),
    Ed25519(Ed25519KeyPair),
}

impl SigningKey {
    /// Reads a private key from PEM: a section `PRIVATE KEY`, which is PKCS#8
    /// ([RFC 7468, section 10]), without a password.
    ///
    /// # Errors
    ///
    /// Returns [`KeyError`] when the text has no such section, when the key is of another kind than the
    /// algorithm, when it is an RSA key of fewer than 2048 or more than 8192 bits, or when it is weak or
    /// published in an RFC, so that everyone could sign with it.
    ///
    /// [RFC 7468, section 10]: https://www.rfc-editor.org/rfc/rfc7468#section-10
    pub fn from_pem(algorithm: Algorithm, pem: impl AsRef<[u8]>) -> Result<Self, KeyError> {
        let pkcs8: PrivatePkcs8KeyDer<'_> = pem::read(pem.as_ref(), "PRIVATE KEY")?;
        Self::from_pkcs8(algorithm, pkcs8.secret_pkcs8_der())
    }

    /// Makes a random key; an RSA key has 3072 bits.
    ///
    /// No other process has the key, so the tokens that it signs are invalid after a restart.
    ///
    /// # Errors
    ///
    /// Returns [`KeyError::Symmetric`] for HS256, and [`KeyError::Random`] when aws-lc cannot make a key.
    ///
    /// # Examples
    ///
    /// ```
    /// use jwt_router::{Algorithm, SigningKey};
    ///
    /// let key = SigningKey::random(Algorithm::ES256)?;
    /// assert_eq!(key.public_key().algorithm(), Algorithm::ES256);
    /// # Ok::<(), jwt_router::KeyError>(())
    /// ```
    pub fn random(algorithm: Algorithm) -> Result<Self, KeyError> {
        Self::from_pkcs8(algorithm, &parameters::random_private(algorithm)?)
    }

    fn from_pkcs8(algorithm: Algorithm, pkcs8: &[u8]) -> Result<Self, KeyError> {
        let (pair, numbers) = parameters::parse_private(algorithm, pkcs8)?;
        Ok(Self {
            public: PublicKey::new(algorithm, numbers)?,
            pair: Arc::new(pair),
        })
    }

    /// Reads a private key from a PEM file. The kind of the key determines its algorithm: RS256, ES256, ES384
    /// or EdDSA.
    ///
    /// # Errors
    ///
    /// Returns [`KeyError::Unreadable`] when the file cannot be read, [`KeyError::UnknownKind`] when the key is damaged
    /// or of another kind, and else the errors of [`from_pem`](Self::from_pem).
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self, KeyError> {
        let path = path.as_ref();
        let pem = fs::read(path).map_err(|error| KeyError::Unreadable {
            path: path.to_owned(),
            kind: error.kind(),
        })?;
        let pem = Zeroizing::new(pem);
        let algorithms = [
            Algorithm::RS256,
            Algorithm::ES256,
            Algorithm::ES384,
            Algorithm::EdDSA,
        ];
        for algorithm in algorithms {
            match Self::from_pem(algorithm, &*pem) {
                Err(KeyError::OtherKind { .. }) => {}
                other => return other,
            }
        }
        Err(KeyError::UnknownKind)
    }

    /// Returns the public half.
    #[must_use]
    pub fn public_key(&self) -> &PublicKey {
        &self.public
    }

    /// Signs a message; `None` when aws-lc fails, because the system has no memory or no random bytes.
    pub(crate) fn sign(&self, message: &[u8]) -> Option<Vec<u8>> {
        let random = SystemRandom::new();
        match &*self.pair {
            KeyPair::Rsa { pair, signs } => {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(*signs, &random, message, &mut signature).ok()?;
                Some(signature)
            }
            KeyPair::Ecdsa(pair) => {
                let signature = pair.sign(&random, message).ok()?;
                Some(signature.as_ref().to_vec())
            }
            KeyPair::Ed25519(pair) => {
                let signature = pair.try_sign(message).ok()?;
                Some(signature.as_ref().to_vec())
            }
        }
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "SigningKey({}, ..)",
            self.public.algorithm().name()
        )
    }
}
