//! The payload of a token: the scan never says what the JSON parser would not say, and what is accepted is
//! what the JSON says.

#![no_main]

use jwt_router::fuzzing::{self, Expectation, ReadClaims};
use libfuzzer_sys::fuzz_target;
use serde_json::{Map, Value, value::RawValue};

fuzz_target!(|input: &[u8]| {
    let Some((options, payload)) = input.split_first() else {
        return;
    };
    let expectation = Expectation {
        has_parties: options & 1 != 0,
        requires_claims: options & 2 != 0,
    };
    let parsed = fuzzing::parse_claims(payload, expectation);
    if let Some(scanned) = fuzzing::scan_claims(payload, expectation) {
        assert_eq!(Ok(&scanned), parsed.as_ref());
    }
    assert_eq!(fuzzing::read_claims(payload, expectation), parsed);
    let Ok(claims) = parsed else {
        return;
    };
    check(payload, expectation, &claims);
    let written = write(expectation, &claims);
    assert_eq!(
        fuzzing::read_claims(written.as_bytes(), expectation),
        Ok(claims),
        "{written}"
    );
});

/// Checks accepted claims against what a JSON parser reads of the payload.
fn check(payload: &[u8], expectation: Expectation, claims: &ReadClaims) {
    let json: Map<String, Value> =
        serde_json::from_slice(payload).expect("an accepted payload is an object");
    // They are of other kinds of tokens (RFC 7800, RFC 8417).
    assert!(!json.contains_key("cnf") && !json.contains_key("events"));
    let (table, key) = [("users", "user_id"), ("teachers", "id")][claims.table];
    assert_eq!(json["table_name"], table);
    assert_eq!(json[key], value(&claims.key));
    assert!(matches!(json[key], Value::String(_) | Value::Number(_)));
    for (name, date) in ["exp", "nbf", "iat"].into_iter().zip(claims.dates) {
        let seconds = json.get(name).map(|seconds| {
            let whole = seconds.as_i64();
            whole.unwrap_or_else(|| seconds.as_f64().expect("a date is a number").floor() as i64)
        });
        assert_eq!(date, seconds, "{name}");
    }
    for (name, text) in REQUIRED.into_iter().zip(&claims.required) {
        let expected = json.get(name).filter(|_| expectation.requires_claims);
        assert_eq!(text.as_deref().map(value).as_ref(), expected, "{name}");
    }
    if expectation.has_parties {
        assert_eq!(json["iss"], "us");
        let audience = &json["aud"];
        let is_ours = |audience: &Value| audience == "a";
        assert!(
            is_ours(audience)
                || audience
                    .as_array()
                    .is_some_and(|all| all.iter().any(is_ours))
        );
    } else {
        assert!(!json.contains_key("aud"));
    }
}

/// Writes a payload that has these claims and no others.
fn write(expectation: Expectation, claims: &ReadClaims) -> String {
    let (table, key) = [("users", "user_id"), ("teachers", "id")][claims.table];
    let mut members = vec![
        format!(r#""table_name":"{table}""#),
        format!(r#""{key}":{}"#, claims.key),
    ];
    let dates = ["exp", "nbf", "iat"].into_iter().zip(claims.dates);
    members.extend(dates.filter_map(|(name, date)| Some(format!(r#""{name}":{}"#, date?))));
    let required = REQUIRED.into_iter().zip(&claims.required);
    members.extend(
        required.filter_map(|(name, text)| Some(format!(r#""{name}":{}"#, text.as_ref()?))),
    );
    if expectation.has_parties {
        members.push(r#""iss":"us","aud":"a""#.to_owned());
    }
    format!("{{{}}}", members.join(","))
}

fn value(text: &str) -> Value {
    let raw: &RawValue = serde_json::from_str(text).expect("a kept text is JSON");
    assert_eq!(raw.get(), text);
    serde_json::from_str(text).expect("a kept text is JSON")
}

const REQUIRED: [&str; 3] = ["roles", "scope", "auth_time"];
