//! The parts of minted tokens, and the claims that are refused.

use std::collections::{BTreeMap, HashSet};

use base64_simd::URL_SAFE_NO_PAD;
use serde::Serialize;
use serde_json::{Value, json};

use super::*;
use crate::jwt::{claims::NumericDate, key::Secret};

const MAXIMUM: usize = 1024;

fn signer(previous: usize) -> Signer {
    let secret =
        Secret::try_from(concat!("m5Xc0Zq2mSNNV8GmDlf", "Yx9V9n0ucVQ0bWkXo1yIYp3k=")).unwrap();
    let previous: Vec<_> = (0..previous).map(|_| Secret::random().unwrap()).collect();
    Signer::new(&KeyRing::new(&secret, &previous).unwrap(), MAXIMUM)
}

static NONE: Grants = Grants::new();

fn claims<K: ?Sized>(key: &K) -> NewClaims<'_, K> {
    NewClaims {
        table: "users",
        key_name: "user_id",
        key,
        extra: None,
        grants: &NONE,
        login: &Login::Unknown,
        now: NumericDate::from_unix(100),
        expires: NumericDate::from_unix(200),
        renewable_until: None,
        issuer: None,
        audience: None,
        jwt_id: None,
    }
}

#[track_caller]
fn check<K: Serialize + ?Sized>(claims: &NewClaims<'_, K>, expected: &str) {
    assert_eq!(
        String::from_utf8(claims.to_json().unwrap()).unwrap(),
        expected
    );
}

/// Checks that the message of the error contains `expected`.
#[track_caller]
fn check_refused<T>(result: Result<T, SignError>, expected: &str) {
    let error = result.map(|_| ()).unwrap_err();
    assert!(error.to_string().contains(expected), "{error}");
}

#[test]
fn the_table_comes_first_then_the_key() {
    check(
        &claims(&42),
        r#"{"table_name":"users","user_id":42,"exp":200}"#,
    );
    check(
        &claims("a\"b"),
        r#"{"table_name":"users","user_id":"a\"b","exp":200}"#,
    );
}

#[test]
fn all_claims_have_their_order() {
    let extra = ExtraClaims::new(&json!({"role": "admin", "scope": ["a"]})).unwrap();
    let claims = NewClaims {
        extra: Some(&extra),
        grants: &Grants::from([("scp".to_owned(), "x y".into())]),
        login: &Login::Now,
        issuer: Some("us"),
        audience: Some("api"),
        jwt_id: Some("1"),
        ..claims(&42)
    };
    check(
        &claims,
        r#"{"table_name":"users","user_id":42,"role":"admin","scope":["a"],"scp":"x y","exp":200,"auth_time":100,"iss":"us","aud":"api","jti":"1"}"#,
    );
}

// Fault 7: the key is typed exactly.
#[test]
fn a_key_is_a_string_or_a_number() {
    check_refused(claims(&true).to_json(), "`user_id` is neither");
    check_refused(claims(&()).to_json(), "`user_id` is neither");
    check_refused(claims(&None::<i64>).to_json(), "`user_id` is neither");
    check_refused(claims(&[1]).to_json(), "`user_id` is neither");
    check_refused(claims(&json!({"a": 1})).to_json(), "`user_id` is neither");
    check_refused(claims(&f64::NAN).to_json(), "`user_id` is neither");
}

// Token: unique registered names.
#[test]
fn no_claim_takes_the_name_of_another() {
    for name in crate::jwt::claims::RESERVED {
        check_refused(
            ExtraClaims::new(&BTreeMap::from([(name, 1)])),
            &format!("`{name}`"),
        );
        check_refused(
            NewClaims {
                key_name: name,
                ..claims(&1)
            }
            .to_json(),
            &format!("`{name}`"),
        );
    }
    let extra = ExtraClaims::new(&json!({"user_id": 1, "scope": "a"})).unwrap();
    check_refused(
        NewClaims {
            extra: Some(&extra),
            ..claims(&1)
        }
        .to_json(),
        "`user_id`",
    );
    for (name, extra) in [("scope", Some(&extra)), ("user_id", None)] {
        check_refused(
            NewClaims {
                key_name: if extra.is_some() { "id" } else { "user_id" },
                extra,
                grants: &Grants::from([(name.to_owned(), "a".into())]),
                ..claims(&1)
            }
            .to_json(),
            &format!("`{name}`"),
        );
    }
}

#[test]
fn extra_claims_are_an_object() {
    assert!(ExtraClaims::new(&json!({})).is_ok());
    for value in [json!(null), json!([]), json!(1), json!("a")] {
        check_refused(ExtraClaims::new(&value), "not a JSON object");
    }
    check_refused(
        ExtraClaims::new(&BTreeMap::from([((1, 2), 3)])),
        "not a JSON object",
    );
}

#[test]
fn a_key_of_a_ring_of_one_is_not_named() {
    let token = signer(0).sign(b"{}").unwrap();
    assert!(
        token.starts_with("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.e30."),
        "{token}"
    );
}

#[test]
fn a_key_of_a_ring_of_several_is_named() {
    let signer = signer(1);
    let token = signer.sign(b"{}").unwrap();
    let header = URL_SAFE_NO_PAD
        .decode_to_vec(token.split('.').next().unwrap())
        .unwrap();
    let header: Value = serde_json::from_slice(&header).unwrap();
    assert_eq!(
        header,
        json!({"alg": "HS256", "typ": "JWT", "kid": signer.key.id().as_str()})
    );
}

// Token: a limit on the length, so no longer one is minted.
#[test]
fn a_token_that_nobody_would_accept_is_not_minted() {
    // 36 letters of header, 43 of signature and two dots leave 943 for the payload.
    assert_eq!(signer(0).sign(&[b'x'; 707]).unwrap().len(), MAXIMUM);
    check_refused(
        signer(0).sign(&[b'x'; 708]),
        "has 1025 bytes, 1024 are accepted",
    );
}

// Sessions: revocation goes by `jti`.
#[test]
fn no_two_jwt_ids_are_the_same() {
    let ids: HashSet<_> = (0..1000).map(|_| random_jwt_id().unwrap()).collect();
    assert_eq!(ids.len(), 1000);
    assert!(ids.iter().all(|id| id.len() == 22));
}

#[test]
fn debug_shows_no_key() {
    assert!(!format!("{:?}", signer(0)).contains("m5Xc0Zq2"));
}
