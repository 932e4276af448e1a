//! `jsonwebtoken` accepts every token that this crate accepts.

use std::cell::Cell;

use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode};
use proptest::{
    bool::weighted,
    option,
    prelude::*,
    sample::{Index, select},
    test_runner::{Config, TestRunner},
};
use serde_json::Value;

use super::{
    HEADER, OTHER_SECRET, PAYLOAD, PayloadBuffer, SECRET, sign_with, signing_key, verifier, verify,
};
use crate::{
    clock::{Clock as _, SystemClock, unix_seconds},
    jwt::key::{Secret, SecretKey},
};

const HEADERS: [&str; 12] = [
    r#"{"typ":"JWT","alg":"HS256"}"#,
    r#"{"alg":"HS256"}"#,
    r#"{"alg":"HS384"}"#,
    r#"{"alg":"none"}"#,
    r#"{"alg":"HS256","alg":"none"}"#,
    "{ \"alg\" : \"HS256\" }",
    r#"{"alg":"HS256","x":[1]}"#,
    r#"{"alg":"HS256","crit":["x"],"x":1}"#,
    r#"{"alg":"HS256","kid":"x"}"#,
    r#"{"alg":"hs256"}"#,
    "{}",
    "[]",
];

const KEYS: [&str; 14] = [
    "1",
    "1",
    "7",
    "8",
    "9",
    "\"a\"",
    "\"1\"",
    "1.5",
    "true",
    "null",
    "[1]",
    "\"\\u0031\"",
    "\"\\ud800\"",
    "1e400",
];

const FURTHER: [&str; 15] = [
    r#","iat":1"#,
    r#","nbf":1"#,
    r#","nbf":99999999999"#,
    r#","aud":"x""#,
    r#","iss":"x""#,
    r#","sub":"x""#,
    r#","sub":1"#,
    r#","jti":"x""#,
    r#","\u0065xp":1"#,
    r#","x":{"y":[1.5,"\u00e9",null]}"#,
    r#","user_id":2"#,
    r#","x":"\ud800""#,
    ",",
    "}",
    r#","x":01"#,
];

fn header() -> impl Strategy<Value = &'static str> {
    prop_oneof![1 => Just(HEADER), 2 => select(&HEADERS[..])]
}

fn expiry(now: i64) -> impl Strategy<Value = String> {
    let soon = (now + 3600).to_string();
    let odd = [
        &format!("{soon}.5"),
        &(now - 3600).to_string(),
        "18446744073709551615",
        "1e400",
        "-1",
        "\"1\"",
        "null",
        "1e300",
    ];
    prop_oneof![Just(soon), select(odd.map(str::to_owned).to_vec())]
}

fn payload(now: i64) -> impl Strategy<Value = String> {
    let further = prop_oneof![1 => Just(""), 4 => select(&FURTHER[..])];
    (select(&KEYS[..]), expiry(now), further, weighted(0.25)).prop_map(
        |(key, exp, further, is_table_last)| {
            if is_table_last {
                format!(r#"{{"user_id":{key}{further},"exp":{exp},"table_name":"users"}}"#)
            } else {
                format!(r#"{{"table_name":"users","user_id":{key},"exp":{exp}{further}}}"#)
            }
        },
    )
}

/// One change of a token.
#[derive(Clone, Debug)]
enum Change {
    Replace(Index, &'static str),
    Truncate(Index),
    Append(&'static str),
    Insert(Index, &'static str),
}

impl Change {
    fn any() -> impl Strategy<Value = Self> {
        let at = any::<Index>;
        let replacing = select(&["A", "b", "_", "-", ".", "=", "+", "\u{e9}"][..]);
        let appended = select(&["=", "==", ".", "A", " ", "\n"][..]);
        let inserted = select(&["A", ".", "=", " "][..]);
        prop_oneof![
            (at(), replacing).prop_map(|(at, letter)| Self::Replace(at, letter)),
            at().prop_map(Self::Truncate),
            appended.prop_map(Self::Append),
            (at(), inserted).prop_map(|(at, letter)| Self::Insert(at, letter)),
        ]
    }

    fn apply(self, token: &mut String) {
        match self {
            Self::Replace(at, letter) => {
                let at = at.index(token.len());
                token.replace_range(at..=at, letter);
            }
            Self::Truncate(at) => token.truncate(at.index(token.len())),
            Self::Append(letters) => token.push_str(letters),
            Self::Insert(at, letter) => token.insert_str(at.index(token.len()), letter),
        }
    }
}

fn validation() -> Validation {
    let mut validation = Validation::new(Algorithm::HS256);
    validation.leeway = 0;
    validation.validate_nbf = true;
    validation
}

// This crate never accepts a token that `jsonwebtoken` refuses.
#[test]
fn what_we_accept_jsonwebtoken_accepts() {
    let now = unix_seconds(SystemClock.now());
    let [ours, theirs] = [SECRET, OTHER_SECRET]
        .map(|text| SecretKey::new(&Secret::try_from(text).unwrap()).unwrap());
    let (key, validation) = (
        DecodingKey::from_secret(SECRET.as_bytes()).unwrap(),
        validation(),
    );
    let verifier = verifier();
    let accepted = Cell::new(0_u32);
    let config = Config {
        cases: 3000,
        ..Config::with_source_file(file!())
    };
    let parts = (
        weighted(0.9),
        header(),
        payload(now),
        option::weighted(0.4, Change::any()),
    );
    TestRunner::new(config)
        .run(&parts, |(is_ours, header, payload, change)| {
            let signer = if is_ours { &ours } else { &theirs };
            let mut token = sign_with(signer, header.as_bytes(), payload.as_bytes());
            if let Some(change) = change {
                change.apply(&mut token);
            }
            if verify(&verifier, &token, now, &mut PayloadBuffer::new()).is_ok() {
                accepted.set(accepted.get() + 1);
                let is_accepted_there = decode::<Value>(&token, &key, &validation).is_ok();
                prop_assert!(is_accepted_there, "{}", token);
            }
            Ok(())
        })
        .unwrap();
    // Neither everything nor nothing was accepted.
    let accepted = accepted.into_inner();
    assert!((100..2000).contains(&accepted), "{accepted}");
}

#[test]
fn a_good_token_is_accepted_by_both_until_it_is_changed() {
    let now = unix_seconds(SystemClock.now());
    let payload = PAYLOAD.replace("1000", &(now + 60).to_string());
    let token = sign_with(&signing_key(), HEADER.as_bytes(), payload.as_bytes());
    let (key, validation) = (
        DecodingKey::from_secret(SECRET.as_bytes()).unwrap(),
        validation(),
    );
    let verdicts = |token: &str| {
        let ours = verify(&verifier(), token, now, &mut PayloadBuffer::new()).is_ok();
        (ours, decode::<Value>(token, &key, &validation).is_ok())
    };
    assert_eq!(verdicts(&token), (true, true));
    for at in 0..token.len() {
        let mut changed = token.clone();
        changed.replace_range(
            at..=at,
            if token.as_bytes()[at] == b'A' {
                "B"
            } else {
                "A"
            },
        );
        assert_eq!(verdicts(&changed), (false, false), "{changed}");
    }
}
