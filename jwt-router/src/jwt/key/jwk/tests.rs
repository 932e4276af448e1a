//! Key sets: which keys are usable, and which key is found for a token.

mod names;
mod numbers;
mod reference;

use serde_json::{Value, json};

use super::*;
use crate::jwt::{
    key::{Algorithm, PublicKey},
    token::InvalidToken,
};

/// Returns a public key for ES256 that was made for these tests.
fn es256() -> Value {
    json!({
        "kty": "EC", "crv": "P-256", "kid": "ec",
        "x": "K2ruWxGVlyyOMvZRg5XYrEBJbypzsTewToX7t3hdyQg",
        "y": "ayhSyfMVaF3kQrIJ5x55KYHPSFWQbooIJAwLWylpAzc",
    })
}

fn eddsa() -> Value {
    json!({
        "kty": "OKP", "crv": "Ed25519", "kid": "ed",
        "x": "kKFpuYeIHmAPgVybSQ6dYjNncwTxc3Ts5o3G1jNHyDk",
    })
}

/// The modulus of an RSA key that was made for these tests.
const MODULUS: &str = "zQXe6h9ELV-Iv8p6HqP9drbznhi4aIeChcnXrfnkzvmE3DqZNDMMMBsCC9mp3F_aLbIEuoNN5j1E0eBCQlHmylB-9HjtaZoyi9IB3TJlDSUsAF5aESCXgboe2514DnGhrdXd9VrZKOCpzCbx73_W68fj77Yu1x3tj4SPnMG4EVhR_-x1HaOAk8HJj83JQKnusMSGfUxo5YIn5iFGJTLTPR_f_8JZ_B8tfv-LTWc5VASLKw-nUjukHic0PMe8FuUgDMmwUXYiWZ9YfJKzCpVIpp0slPf-7RG9Lq2fivY5AAT0uYH5m4vIGOpBVMyrwPV6RHd9yOjXHlKOPl0anhxvKQ";

/// The modulus of another RSA key that was made for these tests.
const OTHER_MODULUS: &str = "wgtFItTYzHUa6Ase4tLwaYKq77ZK3huPtycrJRnY7y_BbUx3m8vHLiiHPgItU2N9QUD2FZfWxNKUw3XYbX1mWgnD9wIMzPK1qXUK3UnEzoQgyXsV9D_ckG03Hn3kapUnab5MGdW4z1TE-L_bdRskrLrE92QubPCY_HuPb0bBD9PQrKeuXXSDlACwkB2XEKf5sHJlNjITvKqcBaKjlwEPgg1QgZUdbBYO7AqIPJtYYxOSxhTbbguNDhfyzSbmRaInf1MyerTbrPACERNps7EkbLRf1KkzIgVP-e7JEOFFUngHTS3hGdMd0jdDoDEbspFvmQS2Uer2b28-OecjHDIRyw";

fn rsa() -> Value {
    json!({"kty": "RSA", "kid": "rsa", "n": MODULUS, "e": "AQAB"})
}

/// Returns an RSA key with a modulus of 1008 bits.
fn short_rsa() -> Value {
    with(rsa(), json!({"n": &MODULUS[..168]}))
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
    let read = JsonWebKey::read(&key.to_string(), &[]);
    let algorithms = read.map(|read| algorithms(&read.keys));
    assert_eq!(
        algorithms,
        expected.map(|algorithm| vec![algorithm]),
        "{key}"
    );
}

fn algorithms(keys: &[PublicKey]) -> Vec<Algorithm> {
    keys.iter().map(PublicKey::algorithm).collect()
}

fn set(keys: Value) -> KeySet {
    set_with(keys, &[])
}

fn set_with(keys: Value, configured: &[Algorithm]) -> KeySet {
    let json = json!({ "keys": keys }).to_string();
    KeySet::read(json.as_bytes(), configured).unwrap()
}

#[track_caller]
fn check_left_out(set: &KeySet, expected: &[(usize, UnusableKey)]) {
    let mut left_out = LeftOut::default();
    for (position, reason) in expected {
        left_out.add(*position, *reason);
    }
    assert_eq!(set.left_out, left_out);
}

#[test]
fn a_key_has_the_algorithm_that_it_names_or_that_of_its_kind() {
    check(es256(), Ok(Algorithm::ES256));
    check(eddsa(), Ok(Algorithm::EdDSA));
    for alg in ["EdDSA", "Ed25519"] {
        check(with(eddsa(), json!({"alg": alg})), Ok(Algorithm::EdDSA));
    }
    check(rsa(), Ok(Algorithm::RS256));
    check(with(rsa(), json!({"alg": "PS512"})), Ok(Algorithm::PS512));
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
        with(rsa(), json!({"alg": "RSA-OAEP"})),
        Err(UnusableKey::Algorithm),
    );
    check(
        with(rsa(), json!({"alg": "HS256"})),
        Err(UnusableKey::Algorithm),
    );
    check(
        with(rsa(), json!({"alg": "none"})),
        Err(UnusableKey::Algorithm),
    );
    check(
        with(rsa(), json!({"alg": "ES256"})),
        Err(UnusableKey::Algorithm),
    );
    check(
        with(es256(), json!({"alg": "ES384"})),
        Err(UnusableKey::Algorithm),
    );
    for alg in ["Ed448", "ed25519", "Ed25519"] {
        check(
            with(es256(), json!({"alg": alg})),
            Err(UnusableKey::Algorithm),
        );
    }
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
    check(short_rsa(), Err(UnusableKey::Length));
}

// RFC 8725, section 2.1: a published key is never used as an HMAC secret.
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
    // RFC 7518, section 6.3.2: with the factors of the modulus, `d` can be computed.
    for name in ["d", "p", "q", "dp", "dq", "qi", "oth", "k"] {
        for value in [json!("AAAA"), json!([]), json!("")] {
            check(with(rsa(), json!({name: value})), Err(UnusableKey::Secret));
        }
    }
}

#[test]
fn numbers_that_are_no_key_are_left_out() {
    check(
        with(
            es256(),
            json!({"y": "K2ruWxGVlyyOMvZRg5XYrEBJbypzsTewToX7t3hdyQg"}),
        ),
        Err(UnusableKey::Point),
    );
    check(with(es256(), json!({"x": "AA"})), Err(UnusableKey::Numbers));
    check(with(es256(), json!({"x": null})), Err(UnusableKey::Numbers));
    check(
        with(
            eddsa(),
            json!({"x": "kKFpuYeIHmAPgVybSQ6dYjNncwTxc3Ts5o3G1jNHyDk="}),
        ),
        Err(UnusableKey::Numbers),
    );
    check(with(rsa(), json!({"e": "AQ"})), Err(UnusableKey::Exponent));
}

// Their private halves are in RFC 7515, appendix A.3, RFC 7517, appendix A.2, and RFC 8037, appendix A.1.
#[test]
fn a_key_that_everyone_can_sign_with_is_left_out() {
    for printed in [
        json!({
            "kty": "EC", "crv": "P-256",
            "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
            "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
        }),
        json!({
            "kty": "EC", "crv": "P-256",
            "x": "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
            "y": "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM",
        }),
        json!({
            "kty": "OKP", "crv": "Ed25519",
            "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
        }),
        with(rsa(), json!({"n": RFC_7515})),
    ] {
        check(printed, Err(UnusableKey::Published));
    }
}

/// The modulus of RFC 7515, appendix A.2.
const RFC_7515: &str = "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ";

#[track_caller]
fn check_text(json: &str, expected: UnusableKey) {
    assert_eq!(JsonWebKey::read(json, &[]).unwrap_err(), expected, "{json}");
}

// RFC 7517, section 4: the names are unique, those of unknown members included.
#[test]
fn a_key_with_a_repeated_member_is_left_out() {
    let key = with(
        es256(),
        json!({"use": "sig", "key_ops": ["verify"], "alg": "ES256", "x5t": "AA"}),
    );
    for (name, value) in key.as_object().unwrap() {
        let text = key.to_string();
        let more = text.strip_suffix('}').unwrap();
        check_text(&format!("{more},\"{name}\":{value}}}"), UnusableKey::Json);
        check_text(&format!("{more},\"{name}\":null}}"), UnusableKey::Json);
    }
    let escaped = es256().to_string().replace('}', r#","\u006bty":"EC"}"#);
    check_text(&escaped, UnusableKey::Json);
}

#[test]
fn a_key_with_a_member_of_another_type_is_left_out() {
    let names = ["kty", "kid", "use", "key_ops", "alg", "crv", "x", "y"];
    for name in names {
        for value in [json!(7), json!(true), json!({}), json!({"ES256": null})] {
            check(with(es256(), json!({name: value})), Err(UnusableKey::Json));
        }
    }
    // serde also deserializes a unit variant from an object, so that `jsonwebtoken` accepts these.
    for (name, value) in [("kty", "EC"), ("crv", "P-256"), ("alg", "ES256")] {
        let member = json!({name: {value: null}});
        check(with(es256(), member), Err(UnusableKey::Json));
    }
    check(
        with(es256(), json!({"key_ops": "verify"})),
        Err(UnusableKey::Json),
    );
    check(
        with(es256(), json!({"key_ops": ["verify", 7]})),
        Err(UnusableKey::Json),
    );
}

#[test]
fn a_key_is_one_object() {
    for json in ["", "7", "null", "[]", "{}", "\"EC\"", "{\"kty\":null}"] {
        check_text(json, UnusableKey::Json);
    }
    check_text(&format!("[{}]", es256()), UnusableKey::Json);
    check_text(&format!("{} {{}}", es256()), UnusableKey::Json);
    // serde also deserializes a struct from an array of its members.
    let positions = r#"["EC",null,null,null,null,"P-256",null,null,"K2ruWxGVlyyOMvZRg5XYrEBJbypzsTewToX7t3hdyQg","ayhSyfMVaF3kQrIJ5x55KYHPSFWQbooIJAwLWylpAzc",null,null]"#;
    check_text(positions, UnusableKey::Json);
}

#[test]
fn a_member_that_is_null_is_no_member() {
    let nothing = json!({"use": null, "key_ops": null, "alg": null, "d": null, "x5c": null});
    check(with(es256(), nothing), Ok(Algorithm::ES256));
}

#[test]
fn members_that_mean_nothing_here_are_not_looked_at() {
    for value in [json!("text"), json!(7), json!({"a": [1]}), json!([[]])] {
        let more = json!({"x5c": value, "x5u": value, "x5t": value, "exp": value});
        check(with(es256(), more), Ok(Algorithm::ES256));
    }
}

#[test]
fn a_curve_is_of_its_kind() {
    check(with(rsa(), json!({"crv": "P-256"})), Err(UnusableKey::Kind));
    check(
        with(eddsa(), json!({"kty": "EC", "y": "AA"})),
        Err(UnusableKey::Kind),
    );
    check(with(es256(), json!({"kty": "OKP"})), Err(UnusableKey::Kind));
    check(with(es256(), json!({"kty": "ec"})), Err(UnusableKey::Kind));
}

#[test]
fn a_bad_key_leaves_the_others() {
    let set = set(json!([short_rsa(), eddsa(), 7, es256()]));
    check_left_out(&set, &[(0, UnusableKey::Length), (2, UnusableKey::Json)]);
    assert!(set.find(Some("ed"), Algorithm::EdDSA).is_ok());
    assert!(set.find(Some("ec"), Algorithm::ES256).is_ok());
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
    let other = with(rsa(), json!({"n": OTHER_MODULUS, "kid": "other"}));
    let set = set(json!([rsa(), other, es256()]));
    assert_eq!(
        set.find(None, Algorithm::RS256).unwrap_err(),
        InvalidToken::UnknownKey
    );
    assert!(set.find(None, Algorithm::ES256).is_ok());
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
        "[[]]",
    ] {
        assert_eq!(
            KeySet::read(json.as_bytes(), &[]).unwrap_err(),
            UnusableSet::Form,
            "{json}"
        );
    }
    let empty = KeySet::read(br#"{"keys":[],"more":1}"#, &[]).unwrap();
    assert!(empty.is_empty());
}
