//! A key of a set is chosen by its `kid` and its algorithm.

use super::*;

/// Returns another key of P-256 with the `kid` of `es256`.
fn other_es256() -> Value {
    json!({
        "kty": "EC", "crv": "P-256", "kid": "ec",
        "x": "dCKTNDH-YLQzIQusbgVFyQFmIogfc9kfp7qilxW3cDM",
        "y": "9FVl8w1X3b5JM_CTccWG7Ou0k9ArozyvacuUkqVgHJM",
    })
}

fn named(key: Value, id: &str) -> Value {
    with(key, json!({"kid": id}))
}

#[track_caller]
fn check_found(set: &KeySet, id: &str, expected: &[Algorithm]) {
    for algorithm in Algorithm::OF_KEY_PAIRS {
        let found = set.find(Some(id), algorithm).map(PublicKey::algorithm);
        if expected.contains(&algorithm) {
            assert_eq!(found, Ok(algorithm), "{id}");
        } else {
            assert!(found.is_err(), "{id}: {algorithm:?}");
        }
    }
    assert_eq!(set.has(Some(id)), !expected.is_empty());
}

#[test]
fn one_rsa_key_may_have_two_algorithms() {
    let set = set(json!([
        with(rsa(), json!({"alg": "RS256"})),
        with(rsa(), json!({"alg": "RS512"})),
    ]));
    check_left_out(&set, &[]);
    check_found(&set, "rsa", &[Algorithm::RS256, Algorithm::RS512]);
}

#[test]
fn two_rsa_keys_of_two_algorithms_may_have_one_name() {
    let other = with(rsa(), json!({"alg": "RS512", "n": OTHER_MODULUS}));
    let set = set(json!([with(rsa(), json!({"alg": "RS256"})), other]));
    check_left_out(&set, &[]);
    check_found(&set, "rsa", &[Algorithm::RS256, Algorithm::RS512]);
    let found = |algorithm| set.find(Some("rsa"), algorithm).unwrap().id().to_owned();
    assert_ne!(found(Algorithm::RS256), found(Algorithm::RS512));
}

#[test]
fn a_key_that_is_there_twice_is_one_key() {
    let certified = with(es256(), json!({"x5c": ["MIIB"], "x5t": "AA"}));
    let usual = with(es256(), json!({"alg": "ES256", "use": "sig"}));
    let set = set(json!([es256(), es256(), certified, usual]));
    check_left_out(&set, &[]);
    check_found(&set, "ec", &[Algorithm::ES256]);
    assert!(set.find(None, Algorithm::ES256).is_ok());
}

#[test]
fn a_key_with_two_names_has_both_and_is_the_only_one() {
    let set = set(json!([es256(), named(es256(), "too")]));
    check_left_out(&set, &[]);
    check_found(&set, "ec", &[Algorithm::ES256]);
    check_found(&set, "too", &[Algorithm::ES256]);
    assert!(set.find(None, Algorithm::ES256).is_ok());
}

// RFC 7517, section 4.5.
#[test]
fn keys_of_two_kinds_may_have_one_name() {
    let set = set(json!([
        named(rsa(), "k"),
        named(es256(), "k"),
        named(eddsa(), "k"),
    ]));
    check_left_out(&set, &[]);
    let expected = [Algorithm::RS256, Algorithm::ES256, Algorithm::EdDSA];
    check_found(&set, "k", &expected);
}

// SECURITY.md, Issuers: the `kid` of a key and its algorithm are unique.
#[test]
fn of_two_keys_with_one_name_and_algorithm_neither_is_used() {
    let set = set(json!([es256(), rsa(), other_es256(), es256(), eddsa()]));
    let repeated = UnusableKey::RepeatedId;
    check_left_out(&set, &[(0, repeated), (2, repeated), (3, repeated)]);
    check_found(&set, "ec", &[]);
    check_found(&set, "rsa", &[Algorithm::RS256]);
    let error = set.find(Some("ec"), Algorithm::ES256).unwrap_err();
    assert_eq!(error, InvalidToken::UnknownKey);
    let error = set.find(None, Algorithm::ES256).unwrap_err();
    assert_eq!(error, InvalidToken::UnknownKey);
}

#[test]
fn a_guess_between_two_keys_takes_no_other_algorithm_of_the_name() {
    let set = set(json!([
        named(es256(), "k"),
        named(other_es256(), "k"),
        named(rsa(), "k"),
    ]));
    let repeated = UnusableKey::RepeatedId;
    check_left_out(&set, &[(0, repeated), (1, repeated)]);
    check_found(&set, "k", &[Algorithm::RS256]);
}

#[test]
fn a_key_that_cannot_be_used_takes_no_name() {
    let encrypts = with(other_es256(), json!({"use": "enc"}));
    let set = set(json!([
        encrypts,
        es256(),
        with(es256(), json!({"x": "AA"}))
    ]));
    check_left_out(&set, &[(0, UnusableKey::Use), (2, UnusableKey::Numbers)]);
    check_found(&set, "ec", &[Algorithm::ES256]);
}

#[test]
fn names_are_compared_exactly() {
    let set = set(json!([
        es256(),
        named(other_es256(), "EC"),
        named(other_es256(), "")
    ]));
    check_left_out(&set, &[]);
    for id in ["ec", "EC", ""] {
        check_found(&set, id, &[Algorithm::ES256]);
    }
    assert!(!set.has(Some(" ec")));
}

#[test]
fn a_key_without_an_algorithm_has_those_of_its_kind_that_the_application_names() {
    let keys = json!([rsa(), es256(), eddsa()]);
    let check = |configured: &[Algorithm], id: &str, expected: &[Algorithm]| {
        check_found(&set_with(keys.clone(), configured), id, expected);
    };
    check(&[], "rsa", &[Algorithm::RS256]);
    check(&[Algorithm::RS512], "rsa", &[Algorithm::RS512]);
    let several = [
        Algorithm::PS256,
        Algorithm::ES256,
        Algorithm::RS512,
        Algorithm::RS512,
    ];
    check(&several, "rsa", &[Algorithm::PS256, Algorithm::RS512]);
    check(&several, "ec", &[Algorithm::ES256]);
    // A configured algorithm of another kind does not apply to this key.
    check(&[Algorithm::ES256], "rsa", &[Algorithm::RS256]);
    check(&[Algorithm::ES384], "ec", &[Algorithm::ES256]);
    check(&[Algorithm::RS512], "ed", &[Algorithm::EdDSA]);
}

#[test]
fn a_key_with_an_algorithm_has_this_one_whatever_the_application_names() {
    let keys = json!([with(rsa(), json!({"alg": "RS256"}))]);
    let set = set_with(keys, &[Algorithm::RS512]);
    check_found(&set, "rsa", &[Algorithm::RS256]);
}

#[test]
fn a_key_that_is_repeated_for_one_of_its_algorithms_is_used_for_the_others() {
    let other = with(rsa(), json!({"alg": "RS256", "n": OTHER_MODULUS}));
    let configured = [Algorithm::RS256, Algorithm::RS384, Algorithm::RS512];
    let set = set_with(json!([rsa(), other]), &configured);
    let repeated = UnusableKey::RepeatedId;
    check_left_out(&set, &[(0, repeated), (1, repeated)]);
    check_found(&set, "rsa", &[Algorithm::RS384, Algorithm::RS512]);
}

#[test]
fn the_keys_that_are_left_out_are_one_short_text() {
    let mut keys = vec![json!({}); 100];
    keys[7] = es256();
    keys[9] = json!({"kty": "oct", "k": "AAAA"});
    let set = set(json!(keys));
    assert_eq!(set.left_out.count(), 99);
    assert_eq!(
        set.left_out.to_string(),
        "it is no JSON object of a key, or has a member twice (keys 0, 1, 2 and 95 more); \
         it is a secret (`oct`), or holds its private half (key 9)"
    );
}

#[test]
fn a_set_has_at_most_a_hundred_keys() {
    let key = |number: usize| named(es256(), &number.to_string());
    let mut keys: Vec<Value> = (0..100).map(key).collect();
    let set = set(json!(keys));
    check_left_out(&set, &[]);
    assert!(set.has(Some("99")));
    keys.push(key(100));
    let json = json!({ "keys": keys }).to_string();
    let refused = KeySet::read(json.as_bytes(), &[]);
    assert_eq!(refused.unwrap_err(), UnusableSet::Length);
}
