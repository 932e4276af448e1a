//! The claims that are read from a payload, and the payloads that are refused.

use std::{
    cell::Cell,
    time::{Duration, SystemTime},
};

use super::*;
use crate::{clock::unix_seconds, jwt::token::InvalidToken};

#[cfg(feature = "jwks")]
mod foreign;
/// The list of reserved names in the macro crate. A procedural-macro crate can export only macros, so its file
/// is compiled here a second time.
#[path = "../../../../jwt-router-macros/src/model/entity/reserved.rs"]
mod of_the_macros;
mod required;
mod scan;

#[derive(Default)]
struct Entities {
    lookups: Cell<usize>,
    required: Option<RequiredClaims>,
}

impl Tables for Entities {
    fn find(&self, table: &str) -> Option<(TableIndex, &'static str)> {
        self.lookups.set(self.lookups.get() + 1);
        match table {
            "users" => Some((TableIndex::new(0), "user_id")),
            "teachers" => Some((TableIndex::new(1), "id")),
            _ => None,
        }
    }

    fn required(&self) -> Option<&RequiredClaims> {
        self.required.as_ref()
    }
}

/// Returns the claims that requirements read: `roles`, `scope` and `auth_time`.
fn everything() -> RequiredClaims {
    let mut required = RequiredClaims::default();
    for (position, name) in ["roles", "scope", AUTH_TIME].into_iter().enumerate() {
        required.insert(name, ClaimSlot::new(position).unwrap());
    }
    required
}

#[track_caller]
fn check_for(
    issuer: Option<&str>,
    audience: &[&str],
    payload: &str,
    expected: Result<(usize, &str), InvalidToken>,
) {
    let issuers: Vec<String> = issuer.iter().map(ToString::to_string).collect();
    let audience: Vec<String> = audience.iter().map(ToString::to_string).collect();
    let tables = Entities::default();
    let expectations = Expected {
        rules: Rules {
            issuers: &issuers,
            audience: &audience,
            ..Rules::default()
        },
        tables: &tables,
    };
    let claims = Claims::read(payload.as_bytes(), &expectations);
    assert_eq!(
        claims.map(|claims| (claims.table.get(), claims.key)),
        expected,
        "{payload}"
    );
}

#[track_caller]
fn check(payload: &str, expected: Result<(usize, &str), InvalidToken>) {
    check_for(None, &[], payload, expected);
}

/// Checks the table's index and the key that are read from a valid payload, with `claims` added at its end and at its
/// start, or the reason why the payload is refused.
#[track_caller]
fn check_with(claims: &str, expected: Result<(usize, &str), InvalidToken>) {
    check(
        &format!(r#"{{"table_name":"users","user_id":1,"exp":9,{claims}}}"#),
        expected,
    );
    check(
        &format!(r#"{{{claims},"exp":9,"user_id":1,"table_name":"users"}}"#),
        expected,
    );
}

#[test]
fn the_claims_of_both_entities_are_read() {
    check(
        r#"{"table_name":"users","user_id":42,"exp":9}"#,
        Ok((0, "42")),
    );
    check(
        r#"{"exp":9,"id":"a b","table_name":"teachers","user_id":7}"#,
        Ok((1, r#""a b""#)),
    );
    check(
        " {\n\"table_name\" : \"teachers\" , \"id\" : -7 , \"exp\" : 9 }\r\n",
        Ok((1, "-7")),
    );
}

#[test]
fn everything_is_read_in_one_pass_when_the_table_comes_first() {
    let tables = Entities::default();
    let expected = Expected {
        rules: Rules::default(),
        tables: &tables,
    };
    let payload = r#"{"table_name":"users","user_id":42,"iat":7,"exp":9.9,"nbf":8,"jti":"x","sub":"s","other":[]}"#;
    let claims = Claims::parse(payload.as_bytes(), &expected).unwrap();
    assert_eq!(tables.lookups.get(), 1);
    assert_eq!(claims.expires, NumericDate::from_unix(9));
    assert_eq!(claims.issued_at, Some(NumericDate::from_unix(7)));
    assert_eq!(claims.not_before, Some(NumericDate::from_unix(8)));
    assert_eq!(format!("{claims:?}"), "Claims(..)");
}

// Token: valid UTF-8 (the verifier's tests), one JSON object.
#[test]
fn a_payload_is_one_object() {
    let good = r#"{"table_name":"users","user_id":1,"exp":9}"#;
    for payload in [
        "",
        "{",
        "}",
        "nul",
        "{'a':1}",
        "\u{feff}{}",
        &good[..good.len() - 1],
        &format!("{good}{good}"),
        &format!("{good}x"),
        &format!("{good},"),
        r#"{"table_name":"users","user_id":1,"exp":9,}"#,
        r#"{"table_name":"users","user_id":1,"exp":9,"a":NaN}"#,
        r#"{"table_name":"users","user_id":1,"exp":09}"#,
    ] {
        check(payload, Err(InvalidToken::Payload));
    }
    for payload in ["null", "[]", "1", "\"a\"", "true"] {
        check(payload, Err(InvalidToken::ClaimType));
    }
}

// Token: unique registered names; RFC 7519, section 4. Compared after JSON unescaping.
#[test]
fn a_claim_that_is_read_is_there_once() {
    for claims in [
        r#""exp":9"#,
        r#""\u0065xp":99999"#,
        r#""iat":1,"iat":1"#,
        r#""nbf":1,"\u006ebf":1"#,
        r#""iss":"a","iss":"a""#,
        r#""sub":"a","sub":"b""#,
        r#""jti":"a","jti":"a""#,
        r#""aud":"a","aud":"a""#,
        r#""table_name":"users""#,
        r#""table_name":"teachers""#,
        r#""user_id":1"#,
        r#""user_id":2"#,
        r#""user\u005fid":2"#,
        r#""x":1,"user_id":2"#,
        r#""user_id":null,"x":2"#,
    ] {
        let expected = if claims.contains("null") {
            None
        } else {
            Some(InvalidToken::RepeatedClaim)
        };
        for payload in [
            format!(r#"{{"table_name":"users","user_id":1,"exp":9,{claims}}}"#),
            format!(r#"{{{claims},"exp":9,"user_id":1,"table_name":"users"}}"#),
            format!(r#"{{"user_id":1,{claims},"table_name":"users","exp":9}}"#),
            format!(r#"{{"user_id":1,"table_name":"users",{claims},"exp":9}}"#),
        ] {
            let tables = Entities::default();
            let expectations = Expected {
                rules: Rules {
                    audience: &["a".to_owned()],
                    ..Rules::default()
                },
                tables: &tables,
            };
            let fault = Claims::read(payload.as_bytes(), &expectations).unwrap_err();
            assert!(
                expected.is_none_or(|expected| expected == fault),
                "{payload}: {fault:?}"
            );
        }
    }
    // A claim that is not read may be repeated, and so may a claim with the name of another entity's key.
    check_with(r#""x":1,"x":2,"id":1,"id":2"#, Ok((0, "1")));
}

// Token: bounded depth.
#[test]
fn a_payload_is_not_nested_deeply() {
    for (open, close) in [("[", "]"), (r#"{"a":"#, "}")] {
        let nested =
            |depth: usize| format!(r#""x":{}1{}"#, open.repeat(depth), close.repeat(depth));
        check_with(&nested(100), Ok((0, "1")));
        check_with(&nested(130), Err(InvalidToken::Payload));
        check_with(&nested(3000), Err(InvalidToken::Payload));
    }
    let payload = format!(r#"{{"table_name":"users","user_id":{}"#, "[".repeat(8000));
    check(&payload, Err(InvalidToken::Payload));
}

// Fault 7: tokens without `exp` were accepted.
#[test]
fn a_token_without_expiry_is_refused() {
    check(
        r#"{"table_name":"users","user_id":1}"#,
        Err(InvalidToken::NoExpiry),
    );
}

// Token: `exp` a number.
#[test]
fn a_date_is_a_number() {
    for name in ["exp", "nbf", "iat"] {
        for value in ["null", "true", "\"9\"", "[]", "[9]", "{}"] {
            let rest = if name == "exp" { "" } else { r#","exp":9"# };
            check(
                &format!(r#"{{"table_name":"users","user_id":1,"{name}":{value}{rest}}}"#),
                Err(InvalidToken::ClaimType),
            );
        }
        let rest = if name == "exp" { "" } else { r#","exp":9"# };
        let payload = format!(r#"{{"table_name":"users","user_id":1,"{name}":1e400{rest}}}"#);
        check(&payload, Err(InvalidToken::Payload));
    }
}

// Fault 7: missing key (passed with no user), unknown table.
#[test]
fn a_token_names_a_known_table_and_a_key() {
    check(r#"{"user_id":1,"exp":9}"#, Err(InvalidToken::NoTable));
    check(
        r#"{"table_name":"robots","user_id":1,"exp":9}"#,
        Err(InvalidToken::UnknownTable),
    );
    check(
        r#"{"table_name":"Users","user_id":1,"exp":9}"#,
        Err(InvalidToken::UnknownTable),
    );
    check(
        r#"{"table_name":"","user_id":1,"exp":9}"#,
        Err(InvalidToken::UnknownTable),
    );
    check(
        r#"{"table_name":"users","exp":9}"#,
        Err(InvalidToken::NoKey),
    );
    check(
        r#"{"table_name":"users","id":1,"exp":9}"#,
        Err(InvalidToken::NoKey),
    );
    for table in ["null", "1", "[\"users\"]", "{}"] {
        check(
            &format!(r#"{{"table_name":{table},"user_id":1,"exp":9}}"#),
            Err(InvalidToken::ClaimType),
        );
    }
}

// Fault 7: `true` was accepted as id 1. Whether `"1"` and `1.0` are keys depends on the type of the key.
#[test]
fn a_key_is_a_string_or_a_number() {
    for key in [
        "1",
        "-1",
        "0",
        "18446744073709551616",
        "1.5",
        "1e5",
        "\"\"",
        "\"a\"",
        r#""\u0061""#,
        "\"\u{e9}\"",
    ] {
        check(
            &format!(r#"{{"table_name":"users","user_id":{key},"exp":9}}"#),
            Ok((0, key)),
        );
        check(
            &format!(r#"{{"user_id": {key} ,"table_name":"users","exp":9}}"#),
            Ok((0, key)),
        );
    }
    for key in [
        "null",
        "true",
        "false",
        "[]",
        "[1]",
        "{}",
        "{\"a\":1}",
        "1e400",
        r#""\ud800""#,
    ] {
        check(
            &format!(r#"{{"table_name":"users","user_id":{key},"exp":9}}"#),
            Err(InvalidToken::KeyType),
        );
    }
}

// Token: `iss` exact, required and typed once configured.
#[test]
fn the_issuer_is_the_configured_one() {
    let with = |claim: &str| format!(r#"{{"table_name":"users","user_id":1,"exp":9{claim}}}"#);
    let ours = Some("https://ours");
    check_for(ours, &[], &with(r#","iss":"https://ours""#), Ok((0, "1")));
    for claim in [
        "",
        r#","iss":"https://ours/""#,
        r#","iss":"HTTPS://ours""#,
        r#","iss":"""#,
    ] {
        check_for(ours, &[], &with(claim), Err(InvalidToken::Issuer));
    }
    for issuer in [None, ours] {
        for claim in [
            r#","iss":null"#,
            r#","iss":["https://ours"]"#,
            r#","iss":1"#,
        ] {
            check_for(issuer, &[], &with(claim), Err(InvalidToken::ClaimType));
        }
    }
    check(&with(r#","iss":"anyone""#), Ok((0, "1")));
}

// Token: `aud` containing ours, required and typed once configured; RFC 7519, section 4.1.3.
#[test]
fn the_audience_is_the_configured_one() {
    let with = |claim: &str| format!(r#"{{"table_name":"users","user_id":1,"exp":9{claim}}}"#);
    for claim in [
        r#","aud":"a""#,
        r#","aud":["a"]"#,
        r#","aud":["x","a"]"#,
        r#","aud":["b","a"]"#,
        r#","aud":"b""#,
    ] {
        check_for(None, &["a", "b"], &with(claim), Ok((0, "1")));
        check_for(None, &[], &with(claim), Err(InvalidToken::Audience));
    }
    check_for(None, &["a"], &with(""), Err(InvalidToken::NoAudience));
    for claim in [
        r#","aud":"""#,
        r#","aud":"A""#,
        r#","aud":"a b""#,
        r#","aud":[]"#,
        r#","aud":["x"]"#,
    ] {
        check_for(None, &["a", "b"], &with(claim), Err(InvalidToken::Audience));
    }
    check(&with(r#","aud":[]"#), Err(InvalidToken::Audience));
    for claim in [
        r#","aud":null"#,
        r#","aud":1"#,
        r#","aud":{"a":"a"}"#,
        r#","aud":["a",1]"#,
        r#","aud":[["a"]]"#,
    ] {
        check_for(
            None,
            &["a", "b"],
            &with(claim),
            Err(InvalidToken::ClaimType),
        );
        check_for(None, &[], &with(claim), Err(InvalidToken::ClaimType));
    }
}

#[test]
fn sub_and_jti_are_strings() {
    check_with(r#""sub":"1","jti":"2""#, Ok((0, "1")));
    for claim in [
        r#""sub":1"#,
        r#""sub":null"#,
        r#""jti":1"#,
        r#""jti":["a"]"#,
    ] {
        check_with(claim, Err(InvalidToken::ClaimType));
    }
}

#[track_caller]
fn check_date(json: &str, expected: Option<i64>) {
    let date = serde_json::from_str::<NumericDate>(json).ok();
    assert_eq!(date.map(NumericDate::as_unix), expected, "{json}");
}

// Token: no panic and no wrap-around for 1e400, negative, or u64::MAX.
#[test]
fn a_numeric_date_neither_panics_nor_wraps() {
    check_date("0", Some(0));
    check_date("-0", Some(0));
    check_date("-5", Some(-5));
    check_date("1.9", Some(1));
    check_date("-0.5", Some(-1));
    check_date("1.7e9", Some(1_700_000_000));
    check_date("9223372036854775807", Some(i64::MAX));
    check_date("9223372036854775808", Some(i64::MAX));
    check_date("18446744073709551615", Some(i64::MAX));
    check_date("-9223372036854775808", Some(i64::MIN));
    for json in [
        "18446744073709551616",
        "1e20",
        "1e300",
        "1e400",
        "-1e400",
        "-1e300",
        "-18446744073709551615",
        "\"1\"",
        "null",
        "[1]",
    ] {
        check_date(json, None);
    }
}

#[test]
fn a_time_is_rounded_down_to_the_second() {
    let epoch = SystemTime::UNIX_EPOCH;
    assert_eq!(unix_seconds(epoch), 0);
    assert_eq!(unix_seconds(epoch + Duration::from_millis(1999)), 1);
    assert_eq!(unix_seconds(epoch - Duration::from_millis(1)), -1);
    assert_eq!(unix_seconds(epoch - Duration::from_secs(2)), -2);
}

#[test]
fn a_date_does_not_wrap() {
    assert_eq!(
        NumericDate::from_unix(i64::MAX)
            .saturating_add(Duration::MAX)
            .as_unix(),
        i64::MAX
    );
}

#[test]
fn the_macros_reserve_the_same_claims() {
    assert_eq!(of_the_macros::RESERVED, RESERVED);
}
