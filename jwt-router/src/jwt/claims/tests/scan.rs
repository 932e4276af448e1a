//! The scan of usual payloads never returns claims that the JSON reader would not return.

use proptest::{
    collection::vec,
    prelude::*,
    sample::{Index, select},
    test_runner::{Config, TestRunner},
};

use super::*;

const NAMES: [&str; 22] = [
    "scope",
    "scope",
    "roles",
    "roles",
    "auth_time",
    r"sco\u0070e",
    "table_name",
    "table_name",
    "user_id",
    "user_id",
    "id",
    "exp",
    "exp",
    "iat",
    "nbf",
    "iss",
    "aud",
    "sub",
    "jti",
    "x",
    "",
    r"\u0065xp",
];

const VALUES: [&str; 46] = [
    "\"posts:read posts:write\"",
    "[\"posts:read\",\"posts:write\"]",
    "[\"admin\", \"a b\"]",
    "[\"a\",]",
    "[\"a\",1]",
    "[[\"a\"]]",
    "0",
    "1",
    "-1",
    "-0",
    "00",
    "01",
    "-01",
    "9",
    "1000",
    "-",
    "+1",
    "1.5",
    "1e3",
    "1E400",
    "1.",
    "999999999999999999",
    "-999999999999999999",
    "9999999999999999999",
    "18446744073709551616",
    "\"users\"",
    "\"users\"",
    "\"teachers\"",
    "\"robots\"",
    "\"\"",
    "\"a\"",
    "\"us\"",
    "\"a b\"",
    r#""\u0061""#,
    r#""\ud800""#,
    "\"\u{e9}\"",
    "\"\u{7f}\"",
    "\"\t\"",
    "null",
    "true",
    "false",
    "[]",
    "[\"a\"]",
    "{}",
    r#"{"exp":1}"#,
    "\"a",
];

/// Pieces of text that mutations insert into payloads, most of them with a meaning in JSON.
const LETTERS: [&str; 24] = [
    "\"", "\\", ",", ":", "{", "}", "[", "]", " ", "\n", "\t", "\0", "0", "9", "-", ".", "e", "u",
    "s", "/", "'", "\u{e9}", "\u{7f}", "\u{feff}",
];

/// Returns values that mostly have the right type: with random types, almost no payload would be accepted.
fn value_of(name: &str) -> impl Strategy<Value = &'static str> + use<> {
    let usual: &[&str] = match name {
        "table_name" => &["\"users\"", "\"users\"", "\"teachers\""],
        "iss" | "aud" | "sub" | "jti" => &["\"us\"", "\"a\"", "\"\""],
        "scope" | "roles" => &[
            "\"a\"",
            "\"a b\"",
            "[]",
            "[\"a\"]",
            "[\"a\",\"b\"]",
            "[\"a\", \"b\"]",
            "[ \"a\" ]",
        ],
        _ => &["1", "42", "-7", "1700000000"],
    };
    prop_oneof![15 => select(usual), 1 => select(&VALUES[..])]
}

fn member() -> impl Strategy<Value = String> {
    select(&NAMES[..]).prop_flat_map(|name| {
        let colon = prop_oneof![9 => Just(":"), 3 => Just(": "), 1 => Just(":  "), 1 => Just(" :")];
        (colon, value_of(name)).prop_map(move |(colon, value)| format!("\"{name}\"{colon}{value}"))
    })
}

/// Generates a payload: a JSON object with the claims that a token needs, or with none of them, and with up to two
/// other members anywhere.
fn object() -> impl Strategy<Value = String> {
    let needed: [&[&str]; 4] = [
        &[r#""table_name":"users""#, r#""user_id":1"#, r#""exp":9"#],
        &[r#""user_id":1"#, r#""table_name":"users""#, r#""exp":9"#],
        &[r#""exp":9"#, r#""id":"k""#, r#""table_name":"teachers""#],
        &[],
    ];
    let [usual, key_first, table_last, empty] = needed.map(Just);
    let needed = prop_oneof![5 => usual, 1 => key_first, 1 => table_last, 1 => empty];
    let comma = prop_oneof![9 => Just(","), 3 => Just(", "), 1 => Just(",  "), 1 => Just(" ,")];
    let others = vec((any::<Index>(), member()), 0..=2);
    (needed, others, comma).prop_map(|(needed, others, comma)| {
        let mut members: Vec<String> = needed.iter().map(ToString::to_string).collect();
        for (at, member) in others {
            members.insert(at.index(members.len() + 1), member);
        }
        format!("{{{}}}", members.join(comma))
    })
}

/// One mutation of a payload.
#[derive(Clone, Debug)]
enum Change {
    Byte(Index, u8),
    Replace(Index, &'static str),
    Insert(Index, &'static str),
    Remove(Index),
    Truncate(Index),
    Swap(Index, Index),
    Repeat(Index, Index),
}

impl Change {
    fn any() -> impl Strategy<Value = Self> {
        let at = any::<Index>;
        prop_oneof![
            at().prop_map(Self::Remove),
            at().prop_map(Self::Truncate),
            (at(), at()).prop_map(|(one, other)| Self::Swap(one, other)),
            (at(), at()).prop_map(|(from, to)| Self::Repeat(from, to)),
            (at(), select(&LETTERS[..])).prop_map(|(at, letter)| Self::Replace(at, letter)),
            (at(), select(&LETTERS[..])).prop_map(|(at, letter)| Self::Insert(at, letter)),
            (at(), any::<u8>()).prop_map(|(at, byte)| Self::Byte(at, byte)),
        ]
    }

    fn apply(self, payload: &mut Vec<u8>) {
        let length = payload.len();
        if length == 0 {
            return;
        }
        match self {
            Self::Byte(at, byte) => payload[at.index(length)] = byte,
            Self::Replace(at, letter) => {
                let at = at.index(length);
                drop(payload.splice(at..=at, letter.bytes()));
            }
            Self::Insert(at, letter) => {
                let at = at.index(length);
                drop(payload.splice(at..at, letter.bytes()));
            }
            Self::Remove(at) => drop(payload.remove(at.index(length))),
            Self::Truncate(at) => payload.truncate(at.index(length) + 1),
            Self::Swap(one, other) => payload.swap(one.index(length), other.index(length)),
            Self::Repeat(one, other) => {
                let (one, other) = (one.index(length), other.index(length));
                let again = payload[one.min(other)..one.max(other)].to_vec();
                drop(payload.splice(one..one, again));
            }
        }
    }
}

fn payload() -> impl Strategy<Value = Vec<u8>> {
    (object(), vec(Change::any(), 0..=1)).prop_map(|(object, changes)| {
        let mut payload = object.into_bytes();
        for change in changes {
            change.apply(&mut payload);
        }
        payload
    })
}

#[test]
fn what_the_scan_says_the_reader_says() {
    let tables = Entities::default();
    let demanding = Entities {
        required: Some(everything()),
        ..Entities::default()
    };
    let issuers = ["us".to_owned()];
    let audience = ["a".to_owned()];
    let [lax, lax_demanding] = [&tables, &demanding].map(|tables| Expected {
        rules: Rules::default(),
        tables,
    });
    let [strict, strict_demanding] = [&tables, &demanding].map(|tables| Expected {
        rules: Rules {
            issuers: &issuers,
            audience: &audience,
            ..Rules::default()
        },
        tables,
    });
    let expected = [strict, strict_demanding, lax, lax_demanding];
    let [scanned, further, read] = [(); 3].map(|()| Cell::new(0_u32));
    let count = |counter: &Cell<u32>| counter.set(counter.get() + 1);
    let config = Config {
        cases: 4000,
        ..Config::with_source_file(file!())
    };
    TestRunner::new(config)
        .run(&(payload(), 0..expected.len()), |(payload, which)| {
            let expected = &expected[which];
            let reference = Claims::parse(&payload, expected);
            let shown = String::from_utf8_lossy(&payload);
            let Some(claims) = Claims::scan(&payload, expected) else {
                if reference.is_ok() {
                    count(&read);
                }
                return Ok(());
            };
            count(&scanned);
            let reference = reference.map_err(|fault| {
                TestCaseError::fail(format!("the reader says {fault:?} of {shown}"))
            })?;
            let all = |claims: &Claims<'_>| {
                let dates = (claims.expires, claims.not_before, claims.issued_at);
                (claims.table, claims.key.to_owned(), dates)
            };
            prop_assert_eq!(all(&claims), all(&reference), "{}", shown);
            // The texts of the values are compared, and not their meanings.
            prop_assert!(claims.required == reference.required, "{}", shown);
            if claims.required != ClaimValues::default() {
                count(&further);
            }
            Ok(())
        })
        .unwrap();
    // Each of the ways to read was taken more than a few times.
    let counted = [scanned, further, read].map(Cell::into_inner);
    assert!(counted.iter().all(|counted| *counted > 10), "{counted:?}");
}

#[track_caller]
fn check_scan(payload: &str, is_known: bool) {
    let tables = Entities {
        required: Some(everything()),
        ..Entities::default()
    };
    let expected = Expected {
        rules: Rules::default(),
        tables: &tables,
    };
    let claims = Claims::scan(payload.as_bytes(), &expected);
    assert_eq!(claims.is_some(), is_known, "{payload}");
}

// The payloads of `jsonwebtoken`, `PyJWT` and our own signer need no JSON parser.
#[test]
fn the_usual_payloads_are_scanned() {
    for payload in [
        r#"{"table_name":"users","user_id":42,"iat":1700000000,"exp":1700000900}"#,
        r#"{"table_name": "users", "user_id": "k-1", "exp": 1700000900, "jti": "AAAA_-"}"#,
        r#"{"iat":1,"exp":9,"user_id":-7,"table_name":"users","name":"a b","n":0}"#,
        r#"{"table_name":"users","user_id":1,"exp":9,"scope":"a b","auth_time":7,"roles":["a","b"]}"#,
        r#"{"table_name":"users","user_id":1,"exp":9,"scope":["a", "b"],"roles":[]}"#,
        r#"{"iss":"us","sub":"1","nbf":-1,"table_name":"teachers","id":"","exp":999999999999999999}"#,
    ] {
        check_scan(payload, true);
    }
}

#[test]
fn the_scan_leaves_every_fault_and_every_rarity_to_the_reader() {
    for payload in [
        "",
        "{}",
        r#"{"table_name":"users","user_id":1,"exp":9,"exp":9}"#,
        r#"{"user_id":1,"user_id":1,"table_name":"users","exp":9}"#,
        r#"{"table_name":"robots","user_id":1,"exp":9}"#,
        r#"{"table_name":"users","user_id":1}"#,
        r#"{"table_name":"users","user_id":1,"exp":9} "#,
        r#"{"table_name":"users","user_id":1,"exp":9}{}"#,
        r#"{"table_name":"users","user_id":1,"exp":9,}"#,
        r#"{"table_name":"users","user_id":1,"exp":9.0}"#,
        r#"{"table_name":"users","user_id":1,"exp":1000000000000000000}"#,
        r#"{"table_name":"users","user_id":-0,"exp":9}"#,
        r#"{"table_name":"users","user_id":01,"exp":9}"#,
        r#"{"table_name":"users","user_id":1,"exp":9,"x":[]}"#,
        r#"{"table_name":"users","user_id":1,"exp":9,"x":true}"#,
        r#"{"table_name":"users","user_id":1,"exp":9,"\u0065xp":9}"#,
        r#"{"table_name":"users","user_id":1,"exp":9,"aud":"a"}"#,
        r#"{"table_name":"users","user_id":1,"exp":9,"scope":"a","scope":"a"}"#,
        r#"{"table_name":"users","user_id":1,"exp":9,"scope":["a",]}"#,
        r#"{"table_name":"users","user_id":1,"exp":9,"roles":["a",1]}"#,
        r#"{"table_name":"users","user_id":1,"exp":9,"roles":["a"}"#,
        r#"{"table_name":"users","user_id":1,"exp":9,"roles":[[]]}"#,
        r#"{"table_name":"users","user_id":1,"exp":9,"auth_time":1.5}"#,
        "{\"table_name\":\"users\",\"user_id\":1,\"exp\":9,\"x\":\"\u{e9}\"}",
    ] {
        check_scan(payload, false);
    }
}
