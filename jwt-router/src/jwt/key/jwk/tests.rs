//! Key sets: which keys are used, and for which token.

use serde_json::{Value, json};

use super::*;
use crate::jwt::{
    key::{Algorithm, PublicKey},
    token::InvalidToken,
};

/// The points of RFC 7515, appendix A.3, and RFC 8037, appendix A.2.
fn es256() -> Value {
    json!({
        "kty": "EC", "crv": "P-256", "kid": "ec",
        "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
        "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
    })
}

fn eddsa() -> Value {
    json!({
        "kty": "OKP", "crv": "Ed25519", "kid": "ed",
        "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
    })
}

/// The modulus needs no factors to be read.
fn rsa(bytes: usize) -> Value {
    let n = base64_simd::URL_SAFE_NO_PAD.encode_to_string(vec![0xc1; bytes]);
    json!({"kty": "RSA", "kid": "rsa", "n": n, "e": "AQAB"})
}

fn with(mut key: Value, more: Value) -> Value {
    let Value::Object(more) = more else {
        panic!("members are an object")
    };
    key.as_object_mut().unwrap().extend(more);
    key
}

#[track_caller]
fn check(key: Value, expected: Result<Algorithm, UnusableKey>) {
    let read = JsonWebKey::read(&key.to_string());
    assert_eq!(read.map(|read| read.key.algorithm()), expected, "{key}");
}

fn set(keys: Value) -> KeySet {
    KeySet::read(json!({ "keys": keys }).to_string().as_bytes()).unwrap()
}

#[test]
fn a_key_has_the_algorithm_that_it_names_or_that_of_its_kind() {
    check(es256(), Ok(Algorithm::ES256));
    check(eddsa(), Ok(Algorithm::EdDSA));
    check(rsa(256), Ok(Algorithm::RS256));
    check(
        with(rsa(256), json!({"alg": "PS512"})),
        Ok(Algorithm::PS512),
    );
    check(
        with(es256(), json!({"use": "sig", "key_ops": ["verify"]})),
        Ok(Algorithm::ES256),
    );
}

// SECURITY.md, Keys: `use`, `key_ops`, `alg`, `crv` and size of a JWK are checked.
#[test]
fn a_key_that_is_not_for_signatures_is_left_out() {
    check(with(es256(), json!({"use": "enc"})), Err(UnusableKey::Use));
    check(
        with(es256(), json!({"key_ops": []})),
        Err(UnusableKey::Operations),
    );
    check(
        with(es256(), json!({"key_ops": ["sign"]})),
        Err(UnusableKey::Operations),
    );
    check(
        with(rsa(256), json!({"alg": "RSA-OAEP"})),
        Err(UnusableKey::Algorithm),
    );
    check(
        with(rsa(256), json!({"alg": "HS256"})),
        Err(UnusableKey::Algorithm),
    );
    check(
        with(rsa(256), json!({"alg": "none"})),
        Err(UnusableKey::Algorithm),
    );
    check(
        with(rsa(256), json!({"alg": "ES256"})),
        Err(UnusableKey::Algorithm),
    );
    check(
        with(es256(), json!({"alg": "ES384"})),
        Err(UnusableKey::Algorithm),
    );
    check(
        with(es256(), json!({"crv": "P-521"})),
        Err(UnusableKey::Kind),
    );
    check(
        with(es256(), json!({"crv": "P-384"})),
        Err(UnusableKey::Numbers),
    );
    check(
        with(eddsa(), json!({"crv": "X25519"})),
        Err(UnusableKey::Kind),
    );
    check(rsa(128), Err(UnusableKey::Length));
}

// RFC 8725, section 2.1: what is published is no HMAC secret.
#[test]
fn a_secret_in_a_set_is_left_out() {
    check(
        json!({"kty": "oct", "kid": "s", "k": "AAAA"}),
        Err(UnusableKey::Secret),
    );
    check(
        with(
            eddsa(),
            json!({"d": "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"}),
        ),
        Err(UnusableKey::Secret),
    );
    check(
        with(rsa(256), json!({"k": "AAAA"})),
        Err(UnusableKey::Secret),
    );
}

#[test]
fn numbers_that_are_no_key_are_left_out() {
    check(
        with(
            es256(),
            json!({"y": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"}),
        ),
        Err(UnusableKey::Algorithm),
    );
    check(with(es256(), json!({"x": "AA"})), Err(UnusableKey::Numbers));
    check(with(es256(), json!({"x": null})), Err(UnusableKey::Numbers));
    check(
        with(
            eddsa(),
            json!({"x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo="}),
        ),
        Err(UnusableKey::Numbers),
    );
    check(
        with(rsa(256), json!({"e": "AQ"})),
        Err(UnusableKey::Numbers),
    );
    check(with(es256(), json!({"kid": 7})), Err(UnusableKey::Json));
    let twice = r#"{"kty":"OKP","kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;
    assert_eq!(JsonWebKey::read(twice).unwrap_err(), UnusableKey::Json);
}

#[test]
fn a_bad_key_leaves_the_others() {
    let set = set(json!([rsa(128), eddsa(), 7, es256()]));
    assert_eq!(
        set.unusable,
        [(0, UnusableKey::Length), (2, UnusableKey::Json)]
    );
    assert!(set.find(Some("ed"), Algorithm::EdDSA).is_ok());
    assert!(set.find(Some("ec"), Algorithm::ES256).is_ok());
}

// SECURITY.md, Keys: the `kid` of a JWK is unique.
#[test]
fn of_two_keys_with_one_name_neither_is_used() {
    let set = set(json!([
        es256(),
        with(eddsa(), json!({"kid": "ec"})),
        rsa(256)
    ]));
    assert_eq!(
        set.unusable,
        [(0, UnusableKey::RepeatedId), (1, UnusableKey::RepeatedId)]
    );
    for algorithm in [Algorithm::ES256, Algorithm::EdDSA] {
        assert_eq!(
            set.find(Some("ec"), algorithm).unwrap_err(),
            InvalidToken::UnknownKey
        );
        assert_eq!(
            set.find(None, algorithm).unwrap_err(),
            InvalidToken::UnknownKey
        );
    }
    assert!(set.find(Some("rsa"), Algorithm::RS256).is_ok());
}

#[test]
fn a_token_is_checked_with_the_key_that_it_names_and_its_algorithm() {
    let set = set(json!([es256(), eddsa()]));
    let found = |id, algorithm| set.find(id, algorithm).map(PublicKey::algorithm);
    assert_eq!(found(Some("ec"), Algorithm::ES256), Ok(Algorithm::ES256));
    assert_eq!(
        found(Some("ec"), Algorithm::EdDSA),
        Err(InvalidToken::Algorithm)
    );
    assert_eq!(
        found(Some("no"), Algorithm::ES256),
        Err(InvalidToken::UnknownKey)
    );
    assert_eq!(found(None, Algorithm::EdDSA), Ok(Algorithm::EdDSA));
    assert_eq!(found(None, Algorithm::RS256), Err(InvalidToken::UnknownKey));
}

#[test]
fn a_token_that_names_no_key_is_of_the_only_one() {
    let set = set(json!([es256(), with(es256(), json!({"kid": "other"}))]));
    assert_eq!(
        set.find(None, Algorithm::ES256).unwrap_err(),
        InvalidToken::UnknownKey
    );
}

#[test]
fn a_set_is_an_object_with_keys() {
    for json in [
        "",
        "[]",
        "{}",
        r#"{"keys":{}}"#,
        r#"{"keys":[],"keys":[]}"#,
        r#"{"keys":[]} {}"#,
        "\u{feff}{\"keys\":[]}",
    ] {
        assert_eq!(
            KeySet::read(json.as_bytes()).unwrap_err(),
            NotAKeySet,
            "{json}"
        );
    }
    assert!(KeySet::read(br#"{"keys":[],"more":1}"#).unwrap().is_empty());
}
