//! Conversions of the keys and algorithms of `jsonwebtoken`.

use jsonwebtoken::jwk::{Jwk, KeyAlgorithm, KeyOperations, OctetKeyParameters, PublicKeyUse};
use serde_json::json;

use super::{KeyError, PublicKey, SigningKey, new_pair};
use crate::jwt::key::Algorithm;

#[test]
fn an_algorithm_keeps_its_name_there_and_back() {
    for ours in Algorithm::OF_KEY_PAIRS
        .into_iter()
        .chain([Algorithm::HS256])
    {
        let theirs = jsonwebtoken::Algorithm::from(ours);
        assert_eq!(format!("{theirs:?}"), ours.name());
        assert_eq!(Algorithm::try_from(theirs), Ok(ours));
    }
    for theirs in [
        jsonwebtoken::Algorithm::HS384,
        jsonwebtoken::Algorithm::HS512,
    ] {
        let name = format!("{theirs:?}");
        let expected = Err(KeyError::UnsupportedAlgorithm { name });
        assert_eq!(Algorithm::try_from(theirs), expected);
    }
}

#[test]
fn a_key_is_the_same_there_and_back() {
    for algorithm in Algorithm::OF_KEY_PAIRS {
        let (private, _) = new_pair(algorithm);
        let signing = SigningKey::from_pem(algorithm, private).unwrap();
        let jwk = Jwk::from(signing.public_key());
        assert_eq!(
            jwk.common.key_id.as_deref(),
            Some(signing.public_key().id())
        );
        let back = PublicKey::try_from(jwk).unwrap();
        assert_eq!(back.algorithm(), algorithm);
        assert_eq!(back.id(), signing.public_key().id());
        let signature = signing.sign(b"message").unwrap();
        assert!(back.is_signature_of(&signature, b"message"));
    }
}

fn es256() -> Jwk {
    let (_, public) = new_pair(Algorithm::ES256);
    Jwk::from(&PublicKey::from_pem(Algorithm::ES256, public).unwrap())
}

#[track_caller]
fn check(change: impl FnOnce(&mut Jwk), expected: Result<Algorithm, KeyError>) {
    let mut jwk = es256();
    change(&mut jwk);
    let key = PublicKey::try_from(&jwk);
    assert_eq!(key.map(|key| key.algorithm()), expected, "{jwk:?}");
}

#[test]
fn a_jwk_is_checked_as_one_of_a_set_is() {
    check(|_| {}, Ok(Algorithm::ES256));
    check(|jwk| jwk.common.key_algorithm = None, Ok(Algorithm::ES256));
    check(
        |jwk| jwk.common.key_algorithm = Some(KeyAlgorithm::ES384),
        Err(KeyError::OtherKind {
            algorithm: Algorithm::ES384,
        }),
    );
    check(
        |jwk| jwk.common.key_algorithm = Some(KeyAlgorithm::HS256),
        Err(KeyError::Symmetric),
    );
    for name in [KeyAlgorithm::RSA_OAEP, KeyAlgorithm::UNKNOWN_ALGORITHM] {
        check(
            |jwk| jwk.common.key_algorithm = Some(name),
            Err(KeyError::UnsupportedAlgorithm {
                name: name.to_string(),
            }),
        );
    }
    check(
        |jwk| jwk.common.public_key_use = Some(PublicKeyUse::Encryption),
        Err(KeyError::Use),
    );
    check(
        |jwk| jwk.common.key_operations = Some(vec![KeyOperations::Sign]),
        Err(KeyError::Operations),
    );
    check(
        |jwk| {
            jwk.algorithm =
                jsonwebtoken::jwk::AlgorithmParameters::OctetKey(OctetKeyParameters::default());
        },
        Err(KeyError::Symmetric),
    );
}

#[test]
fn a_jwk_of_another_curve_or_kind_is_no_key() {
    for key in [
        json!({"kty": "EC", "crv": "P-521", "x": "AA", "y": "AA"}),
        json!({"kty": "EC", "crv": "Ed25519", "x": "AA", "y": "AA"}),
        json!({"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"}),
        json!({"kty": "EC", "crv": "P-256", "x": "A=", "y": "!"}),
        json!({"kty": "OKP", "crv": "P-256", "x": "AA"}),
        json!({"kty": "OKP", "crv": "X25519", "x": "AA"}),
        json!({"kty": "AKP", "pub": "AA"}),
        json!({}),
    ] {
        let jwk: Jwk = serde_json::from_value(key).unwrap();
        assert_eq!(
            PublicKey::try_from(&jwk).map(|_| ()),
            Err(KeyError::UnknownKind),
            "{jwk:?}"
        );
    }
}
