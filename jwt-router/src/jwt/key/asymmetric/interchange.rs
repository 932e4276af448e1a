//! Conversions from and to the types of `jsonwebtoken`.

use base64_simd::URL_SAFE_NO_PAD;
use jsonwebtoken::jwk::{
    AlgorithmParameters, CommonParameters, EllipticCurve, EllipticCurveKeyParameters,
    EllipticCurveKeyType, Jwk, KeyAlgorithm, KeyOperations, OctetKeyPairParameters,
    OctetKeyPairType, PublicKeyUse, RSAKeyParameters, RSAKeyType,
};

use super::{KeyError, Numbers, PublicKey};
use crate::jwt::key::Algorithm;

/// Converts an algorithm to the one of the same name in `jsonwebtoken` 12.
///
/// # Examples
///
/// ```
/// use jwt_router::Algorithm;
///
/// let theirs = jsonwebtoken::Algorithm::from(Algorithm::ES256);
/// assert_eq!(theirs, jsonwebtoken::Algorithm::ES256);
/// ```
impl From<Algorithm> for jsonwebtoken::Algorithm {
    fn from(algorithm: Algorithm) -> Self {
        match algorithm {
            Algorithm::HS256 => Self::HS256,
            Algorithm::RS256 => Self::RS256,
            Algorithm::RS384 => Self::RS384,
            Algorithm::RS512 => Self::RS512,
            Algorithm::PS256 => Self::PS256,
            Algorithm::PS384 => Self::PS384,
            Algorithm::PS512 => Self::PS512,
            Algorithm::ES256 => Self::ES256,
            Algorithm::ES384 => Self::ES384,
            Algorithm::EdDSA => Self::EdDSA,
        }
    }
}

/// Converts an algorithm of `jsonwebtoken` 12 to the one of the same name.
///
/// # Errors
///
/// Returns [`KeyError::UnsupportedAlgorithm`] for HS384, HS512 and the algorithms of later releases.
///
/// # Examples
///
/// ```
/// use jwt_router::{Algorithm, KeyError};
///
/// let ours = Algorithm::try_from(jsonwebtoken::Algorithm::RS512)?;
/// assert_eq!(ours, Algorithm::RS512);
/// assert!(Algorithm::try_from(jsonwebtoken::Algorithm::HS512).is_err());
/// # Ok::<(), KeyError>(())
/// ```
impl TryFrom<jsonwebtoken::Algorithm> for Algorithm {
    type Error = KeyError;

    fn try_from(algorithm: jsonwebtoken::Algorithm) -> Result<Self, Self::Error> {
        use jsonwebtoken::Algorithm as Theirs;
        Ok(match algorithm {
            Theirs::HS256 => Self::HS256,
            Theirs::RS256 => Self::RS256,
            Theirs::RS384 => Self::RS384,
            Theirs::RS512 => Self::RS512,
            Theirs::PS256 => Self::PS256,
            Theirs::PS384 => Self::PS384,
            Theirs::PS512 => Self::PS512,
            Theirs::ES256 => Self::ES256,
            Theirs::ES384 => Self::ES384,
            Theirs::EdDSA => Self::EdDSA,
            // Their enum is `#[non_exhaustive]`, and a later algorithm is refused.
            other => return Err(unsupported(&format!("{other:?}"))),
        })
    }
}

fn unsupported(name: &str) -> KeyError {
    KeyError::UnsupportedAlgorithm {
        name: name.to_owned(),
    }
}

/// Converts a `Jwk` of `jsonwebtoken` 12 to a public key.
///
/// The key is checked like the keys of an issuer's key set. Its algorithm is its `alg`, or else RS256, ES256,
/// ES384 or `EdDSA`, by the kind of the key.
///
/// `jsonwebtoken` drops the private members of a key when it parses one, so this conversion cannot refuse a
/// private key. `jsonwebtoken` parses the `alg` `Ed25519` ([RFC 9864]) as an unknown algorithm: set
/// `common.key_algorithm` to `EdDSA`.
///
/// # Errors
///
/// Returns [`KeyError`] when the key is not for signatures, is a secret, is of an unknown kind, curve or
/// algorithm, or is weak.
///
/// # Examples
///
/// ```
/// use jsonwebtoken::jwk::Jwk;
/// use jwt_router::{Algorithm, PublicKey};
///
/// let jwk: Jwk = serde_json::from_str(
///     r#"{"kty":"OKP","crv":"Ed25519","x":"kKFpuYeIHmAPgVybSQ6dYjNncwTxc3Ts5o3G1jNHyDk"}"#,
/// )?;
/// let key = PublicKey::try_from(jwk)?;
/// assert_eq!(key.algorithm(), Algorithm::EdDSA);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// [RFC 9864]: https://www.rfc-editor.org/rfc/rfc9864
impl TryFrom<Jwk> for PublicKey {
    type Error = KeyError;

    fn try_from(jwk: Jwk) -> Result<Self, Self::Error> {
        Self::try_from(&jwk)
    }
}

/// Converts a borrowed `Jwk` in the same way as an owned one.
impl TryFrom<&Jwk> for PublicKey {
    type Error = KeyError;

    fn try_from(jwk: &Jwk) -> Result<Self, Self::Error> {
        let JwkParts { numbers, algorithm } = JwkParts::read(jwk)?;
        let algorithm = algorithm.unwrap_or_else(|| numbers.usual_algorithm());
        Self::new(algorithm, numbers)
    }
}

/// Converts a public key to a `Jwk` of `jsonwebtoken` 12, with its `alg`, its [`id`](PublicKey::id)
/// as the `kid`, and the `use` `sig`.
///
/// # Examples
///
/// ```
/// use jsonwebtoken::jwk::{Jwk, KeyAlgorithm};
/// use jwt_router::{Algorithm, PublicKey};
///
/// let key = PublicKey::from_pem(
///     Algorithm::EdDSA,
///     "-----BEGIN PUBLIC KEY-----
/// MCowBQYDK2VwAyEAkKFpuYeIHmAPgVybSQ6dYjNncwTxc3Ts5o3G1jNHyDk=
/// -----END PUBLIC KEY-----",
/// )?;
/// let jwk = Jwk::from(&key);
/// assert_eq!(jwk.common.key_algorithm, Some(KeyAlgorithm::EdDSA));
/// # Ok::<(), jwt_router::KeyError>(())
/// ```
impl From<&PublicKey> for Jwk {
    fn from(key: &PublicKey) -> Self {
        let encode = |bytes: &Vec<u8>| URL_SAFE_NO_PAD.encode_to_string(bytes);
        let point = |curve, x, y| {
            AlgorithmParameters::EllipticCurve(EllipticCurveKeyParameters {
                key_type: EllipticCurveKeyType::EC,
                curve,
                x: encode(x),
                y: encode(y),
            })
        };
        Self {
            common: CommonParameters {
                public_key_use: Some(PublicKeyUse::Signature),
                key_algorithm: Some(jsonwebtoken::Algorithm::from(key.algorithm()).into()),
                key_id: Some(key.id().to_owned()),
                ..CommonParameters::default()
            },
            algorithm: match key.numbers() {
                Numbers::Rsa { n, e } => AlgorithmParameters::RSA(RSAKeyParameters {
                    key_type: RSAKeyType::RSA,
                    n: encode(n),
                    e: encode(e),
                }),
                Numbers::P256 { x, y } => point(EllipticCurve::P256, x, y),
                Numbers::P384 { x, y } => point(EllipticCurve::P384, x, y),
                Numbers::Ed25519 { x } => {
                    AlgorithmParameters::OctetKeyPair(OctetKeyPairParameters {
                        key_type: OctetKeyPairType::OctetKeyPair,
                        curve: EllipticCurve::Ed25519,
                        x: encode(x),
                    })
                }
            },
        }
    }
}

/// The checked contents of a `Jwk`: its numbers, and its `alg` if it has one.
pub(crate) struct JwkParts {
    pub(crate) numbers: Numbers,
    pub(crate) algorithm: Option<Algorithm>,
}

impl JwkParts {
    /// Reads a `Jwk` and checks it, except whether its algorithm matches its kind, which [`PublicKey::new`]
    /// checks.
    ///
    /// # Errors
    ///
    /// Returns [`KeyError`] when the key is not for signatures, is a secret, or is of an unknown kind, curve or
    /// algorithm, and when its numbers are malformed or make it a weak key.
    pub(crate) fn read(jwk: &Jwk) -> Result<Self, KeyError> {
        check_purpose(&jwk.common)?;
        let numbers = numbers_of(&jwk.algorithm)?.checked()?;
        let algorithm = jwk.common.key_algorithm.map(algorithm_of).transpose()?;
        Ok(Self { numbers, algorithm })
    }
}

/// Checks that the key is for verifying signatures (`use` and `key_ops`; RFC 7517, sections 4.2 and 4.3).
fn check_purpose(common: &CommonParameters) -> Result<(), KeyError> {
    let purpose = common.public_key_use.as_ref();
    if purpose.is_some_and(|purpose| *purpose != PublicKeyUse::Signature) {
        return Err(KeyError::Use);
    }
    let operations = common.key_operations.as_ref();
    if operations.is_some_and(|operations| !operations.contains(&KeyOperations::Verify)) {
        return Err(KeyError::Operations);
    }
    Ok(())
}

fn algorithm_of(name: KeyAlgorithm) -> Result<Algorithm, KeyError> {
    jsonwebtoken::Algorithm::try_from(name)
        .map_err(|_| unsupported(&name.to_string()))?
        .try_into()
}

fn numbers_of(parameters: &AlgorithmParameters) -> Result<Numbers, KeyError> {
    match parameters {
        AlgorithmParameters::RSA(RSAKeyParameters { n, e, .. }) => Ok(Numbers::Rsa {
            n: number(n)?,
            e: number(e)?,
        }),
        AlgorithmParameters::EllipticCurve(EllipticCurveKeyParameters { curve, x, y, .. }) => {
            let (x, y) = (bytes(x)?, bytes(y)?);
            match curve {
                EllipticCurve::P256 => Ok(Numbers::P256 { x, y }),
                EllipticCurve::P384 => Ok(Numbers::P384 { x, y }),
                _ => Err(KeyError::UnknownKind),
            }
        }
        AlgorithmParameters::OctetKeyPair(OctetKeyPairParameters {
            curve: EllipticCurve::Ed25519,
            x,
            ..
        }) => Ok(Numbers::Ed25519 { x: bytes(x)? }),
        // RFC 8725, section 2.1: a published key is never used as an HMAC secret.
        AlgorithmParameters::OctetKey(_) => Err(KeyError::Symmetric),
        _ => Err(KeyError::UnknownKind),
    }
}

/// Decodes a number of an RSA key, and strips leading zeros.
///
/// RFC 7518, section 2 (`Base64urlUInt`) forbids leading zeros, but some implementations write one, such as
/// those that encode the bytes of Java's `BigInteger`, which has a sign.
fn number(text: &str) -> Result<Vec<u8>, KeyError> {
    let bytes = bytes(text)?;
    Ok(bytes.into_iter().skip_while(|byte| *byte == 0).collect())
}

/// Decodes base64url in its canonical spelling: without padding, and with trailing bits of zero.
fn bytes(text: &str) -> Result<Vec<u8>, KeyError> {
    URL_SAFE_NO_PAD
        .decode_to_vec(text)
        .map_err(|_| KeyError::UnknownKind)
}
