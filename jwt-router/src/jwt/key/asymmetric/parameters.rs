//! Maps algorithms to those of aws-lc, and parses keys with it.

use aws_lc_rs::{
    encoding::{AsDer, Pkcs8V1Der},
    rsa::KeySize,
    signature::{
        ECDSA_P256_SHA256_FIXED, ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED,
        ECDSA_P384_SHA384_FIXED_SIGNING, ED25519, EcdsaKeyPair, EcdsaVerificationAlgorithm,
        Ed25519KeyPair, KeyPair as _, ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256,
        RSA_PKCS1_2048_8192_SHA384, RSA_PKCS1_2048_8192_SHA512, RSA_PKCS1_SHA256, RSA_PKCS1_SHA384,
        RSA_PKCS1_SHA512, RSA_PSS_2048_8192_SHA256, RSA_PSS_2048_8192_SHA384,
        RSA_PSS_2048_8192_SHA512, RSA_PSS_SHA256, RSA_PSS_SHA384, RSA_PSS_SHA512, RsaEncoding,
        RsaKeyPair, RsaParameters, RsaPublicKeyComponents,
    },
};
use zeroize::Zeroizing;

use super::{KeyError, Numbers, signing::KeyPair};
use crate::jwt::key::Algorithm;

/// The parameters of aws-lc that check and make the signatures of an RSA algorithm.
struct Rsa {
    checks: &'static RsaParameters,
    signs: &'static dyn RsaEncoding,
}

const fn rsa(checks: &'static RsaParameters, signs: &'static dyn RsaEncoding) -> Rsa {
    Rsa { checks, signs }
}

/// Returns the parameters of an RSA algorithm; `None` for other algorithms.
///
/// The salt of PSS is as long as the hash (RFC 7518, section 3.5), which is aws-lc's default.
fn rsa_of(algorithm: Algorithm) -> Option<Rsa> {
    Some(match algorithm {
        Algorithm::RS256 => rsa(&RSA_PKCS1_2048_8192_SHA256, &RSA_PKCS1_SHA256),
        Algorithm::RS384 => rsa(&RSA_PKCS1_2048_8192_SHA384, &RSA_PKCS1_SHA384),
        Algorithm::RS512 => rsa(&RSA_PKCS1_2048_8192_SHA512, &RSA_PKCS1_SHA512),
        Algorithm::PS256 => rsa(&RSA_PSS_2048_8192_SHA256, &RSA_PSS_SHA256),
        Algorithm::PS384 => rsa(&RSA_PSS_2048_8192_SHA384, &RSA_PSS_SHA384),
        Algorithm::PS512 => rsa(&RSA_PSS_2048_8192_SHA512, &RSA_PSS_SHA512),
        Algorithm::HS256 | Algorithm::ES256 | Algorithm::ES384 | Algorithm::EdDSA => return None,
    })
}

/// Parses a public key for checking signatures with `algorithm`.
///
/// # Errors
///
/// Returns [`KeyError::OtherKind`] when the algorithm is for another kind of key, and [`KeyError::Point`] when
/// the numbers are not a point of the curve.
pub(super) fn parse_public(
    algorithm: Algorithm,
    numbers: &Numbers,
) -> Result<ParsedPublicKey, KeyError> {
    let other = KeyError::OtherKind { algorithm };
    let point = |curve: &'static EcdsaVerificationAlgorithm| {
        let point = numbers.bytes().ok_or(KeyError::Point)?;
        ParsedPublicKey::new(curve, point).map_err(|_| KeyError::Point)
    };
    match (numbers, algorithm) {
        (Numbers::Rsa { n, e }, algorithm) => {
            let rsa = rsa_of(algorithm).ok_or(other.clone())?;
            let parsed = RsaPublicKeyComponents { n, e }.to_parsed_public_key(rsa.checks);
            parsed.map_err(|_| other)
        }
        (Numbers::P256 { .. }, Algorithm::ES256) => point(&ECDSA_P256_SHA256_FIXED),
        (Numbers::P384 { .. }, Algorithm::ES384) => point(&ECDSA_P384_SHA384_FIXED),
        (Numbers::Ed25519 { x }, Algorithm::EdDSA) => {
            ParsedPublicKey::new(&ED25519, x).map_err(|_| other)
        }
        _ => Err(other),
    }
}

/// Generates a random private key, as PKCS#8; an RSA key has 3072 bits.
pub(super) fn random_private(algorithm: Algorithm) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    let pkcs8 = match algorithm {
        Algorithm::HS256 => return Err(KeyError::Symmetric),
        Algorithm::ES256 => EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING)
            .and_then(|pair| pair.to_pkcs8v1())
            .map(|pkcs8| pkcs8.as_ref().to_vec()),
        Algorithm::ES384 => EcdsaKeyPair::generate(&ECDSA_P384_SHA384_FIXED_SIGNING)
            .and_then(|pair| pair.to_pkcs8v1())
            .map(|pkcs8| pkcs8.as_ref().to_vec()),
        Algorithm::EdDSA => Ed25519KeyPair::generate()
            .and_then(|pair| pair.to_pkcs8v1())
            .map(|pkcs8| pkcs8.as_ref().to_vec()),
        Algorithm::RS256
        | Algorithm::RS384
        | Algorithm::RS512
        | Algorithm::PS256
        | Algorithm::PS384
        | Algorithm::PS512 => RsaKeyPair::generate(KeySize::Rsa3072)
            .and_then(|pair| AsDer::<Pkcs8V1Der<'_>>::as_der(&pair))
            .map(|pkcs8| pkcs8.as_ref().to_vec()),
    };
    pkcs8.map(Zeroizing::new).map_err(|_| KeyError::Random)
}

/// Parses a private key in PKCS#8, and returns it with the numbers of its public key.
///
/// # Errors
///
/// Returns [`KeyError::Symmetric`] for HS256, [`KeyError::OtherKind`] when the algorithm is for another kind of key or
/// the key is damaged, and the error of [`Numbers::checked`] for a weak RSA key.
pub(super) fn parse_private(
    algorithm: Algorithm,
    pkcs8: &[u8],
) -> Result<(KeyPair, Numbers), KeyError> {
    let other = || KeyError::OtherKind { algorithm };
    match algorithm {
        Algorithm::HS256 => Err(KeyError::Symmetric),
        Algorithm::ES256 => {
            let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8)
                .map_err(|_| other())?;
            let point = Numbers::point(pair.public_key().as_ref(), 32);
            let (x, y) = point.ok_or_else(other)?;
            Ok((KeyPair::Ecdsa(pair), Numbers::P256 { x, y }))
        }
        Algorithm::ES384 => {
            let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P384_SHA384_FIXED_SIGNING, pkcs8)
                .map_err(|_| other())?;
            let point = Numbers::point(pair.public_key().as_ref(), 48);
            let (x, y) = point.ok_or_else(other)?;
            Ok((KeyPair::Ecdsa(pair), Numbers::P384 { x, y }))
        }
        Algorithm::EdDSA => {
            let pair = Ed25519KeyPair::from_pkcs8_maybe_unchecked(pkcs8).map_err(|_| other())?;
            let x = pair.public_key().as_ref().to_vec();
            Ok((KeyPair::Ed25519(pair), Numbers::Ed25519 { x }))
        }
        Algorithm::RS256
        | Algorithm::RS384
        | Algorithm::RS512
        | Algorithm::PS256
        | Algorithm::PS384
        | Algorithm::PS512 => {
            let rsa = rsa_of(algorithm).ok_or_else(other)?;
            // The error of aws-lc has no reason, so the reason comes from the public numbers.
            let pair =
                RsaKeyPair::from_pkcs8(pkcs8).map_err(|_| {
                    match Numbers::from_rsa_pkcs8(pkcs8) {
                        Ok(_) | Err(KeyError::UnknownKind) => other(),
                        Err(reason) => reason,
                    }
                })?;
            let numbers = Numbers::from_rsa(pair.public_key().as_ref())?;
            let signs = rsa.signs;
            Ok((KeyPair::Rsa { pair, signs }, numbers))
        }
    }
}
