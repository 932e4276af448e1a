//! The scan never says what the reader would not say.

use super::*;

/// Numbers that look random and are the same in every run.
struct Lcg(u64);

impl Lcg {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end
    }

    fn pick<'p>(&mut self, choices: &[&'p str]) -> &'p str {
        choices[self.below(choices.len())]
    }
}

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

/// Bytes that matter in JSON.
const LETTERS: [&str; 24] = [
    "\"", "\\", ",", ":", "{", "}", "[", "]", " ", "\n", "\t", "\0", "0", "9", "-", ".", "e", "u",
    "s", "/", "'", "\u{e9}", "\u{7f}", "\u{feff}",
];

fn member(random: &mut Lcg) -> String {
    let name = random.pick(&NAMES);
    let colon = random.pick(&[":", ":", ":", ":", ":", ": ", ":  ", " :"]);
    // Mostly a value of the right type, or nothing would ever be accepted.
    let value = match (random.below(8), name) {
        (0, _) => random.pick(&VALUES),
        (_, "table_name") => random.pick(&["\"users\"", "\"users\"", "\"teachers\""]),
        (_, "iss" | "aud" | "sub" | "jti") => random.pick(&["\"us\"", "\"a\"", "\"\""]),
        (_, "scope" | "roles") => random.pick(&[
            "\"a\"",
            "\"a b\"",
            "[]",
            "[\"a\"]",
            "[\"a\",\"b\"]",
            "[\"a\", \"b\"]",
            "[ \"a\" ]",
        ]),
        _ => random.pick(&["1", "42", "-7", "1700000000"]),
    };
    format!("\"{name}\"{colon}{value}")
}

fn object(random: &mut Lcg) -> String {
    let mut members: Vec<String> = match random.below(6) {
        0 => Vec::new(),
        1 => vec![
            r#""exp":9"#.into(),
            r#""id":"k""#.into(),
            r#""table_name":"teachers""#.into(),
        ],
        2 => vec![
            r#""user_id":1"#.into(),
            r#""table_name":"users""#.into(),
            r#""exp":9"#.into(),
        ],
        _ => vec![
            r#""table_name":"users""#.into(),
            r#""user_id":1"#.into(),
            r#""exp":9"#.into(),
        ],
    };
    for _ in 0..random.below(3) {
        let at = random.below(members.len() + 1);
        members.insert(at, member(random));
    }
    let comma = random.pick(&[",", ",", ",", ", ", ",  ", " ,"]);
    format!("{{{}}}", members.join(comma))
}

fn mutate(random: &mut Lcg, payload: &mut Vec<u8>) {
    let at = random.below(payload.len());
    let other = random.below(payload.len());
    match random.below(7) {
        0 => payload[at] = u8::try_from(random.below(256)).unwrap(),
        1 => drop(payload.splice(at..=at, random.pick(&LETTERS).bytes())),
        2 => drop(payload.splice(at..at, random.pick(&LETTERS).bytes())),
        3 => drop(payload.remove(at)),
        4 => payload.truncate(at + 1),
        5 => payload.swap(at, other),
        _ => {
            let again = payload[at.min(other)..at.max(other)].to_vec();
            drop(payload.splice(at..at, again));
        }
    }
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
    let mut random = Lcg(8725);
    let [mut scanned, mut read, mut further] = [0_u32; 3];
    for case in 0..300_000 {
        let mut payload = object(&mut random).into_bytes();
        for _ in 0..random.below(8) / 3 {
            mutate(&mut random, &mut payload);
        }
        let expected = match case % 8 {
            0 => &strict,
            4 => &strict_demanding,
            1 | 3 | 5 => &lax_demanding,
            _ => &lax,
        };
        let Some(claims) = Claims::scan(&payload, expected) else {
            read += u32::from(case % 16 == 1 && Claims::parse(&payload, expected).is_ok());
            continue;
        };
        scanned += 1;
        let shown = String::from_utf8_lossy(&payload);
        let reference = Claims::parse(&payload, expected).unwrap_or_else(|fault| {
            panic!("the reader says {fault:?} of {shown}");
        });
        let all = |claims: &Claims<'_>| {
            let dates = (claims.expires, claims.not_before, claims.issued_at);
            (claims.table, claims.key.to_owned(), dates)
        };
        assert_eq!(all(&claims), all(&reference), "{shown}");
        // Compared as texts, and not as what they mean.
        assert!(claims.required == reference.required, "{shown}");
        further += u32::from(claims.required != ClaimValues::default());
    }
    // All of them had something to say.
    assert!(scanned > 20_000 && read > 100, "{scanned} {read}");
    assert!(further > 1_000, "{further}");
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

// What `jsonwebtoken`, `PyJWT` and our own signer write needs no JSON parser.
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
