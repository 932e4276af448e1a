//! What we accept, `jsonwebtoken` accepts.

use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode};
use serde_json::Value;

use super::{
    HEADER, OTHER_SECRET, PAYLOAD, PayloadBuffer, SECRET, sign_with, signing_key, verifier, verify,
};
use crate::{
    clock::{Clock as _, SystemClock, unix_seconds},
    jwt::key::{Secret, SecretKey},
};

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

fn header(random: &mut Lcg) -> &'static str {
    random.pick(&[
        HEADER,
        HEADER,
        HEADER,
        HEADER,
        r#"{"typ":"JWT","alg":"HS256"}"#,
        r#"{"alg":"HS256"}"#,
        r#"{"alg":"HS384"}"#,
        r#"{"alg":"none"}"#,
        r#"{"alg":"HS256","alg":"none"}"#,
        "{ \"alg\" : \"HS256\" }",
        r#"{"alg":"HS256","x":[1]}"#,
        r#"{"alg":"HS256","crit":["x"],"x":1}"#,
        r#"{"alg":"HS256","kid":"x"}"#,
        "{}",
        "[]",
    ])
}

fn payload(random: &mut Lcg, now: i64) -> String {
    let soon = (now + 3600).to_string();
    let past = (now - 3600).to_string();
    let fraction = format!("{soon}.5");
    let exp = random.pick(&[
        &soon,
        &soon,
        &soon,
        &soon,
        &soon,
        &soon,
        &fraction,
        &past,
        "18446744073709551615",
        "1e400",
        "-1",
        "\"1\"",
        "null",
        "1e300",
    ]);
    let extra = random.pick(&[
        "",
        "",
        "",
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
    ]);
    let key = random.pick(&[
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
    ]);
    match random.below(4) {
        0 => format!(r#"{{"user_id":{key}{extra},"exp":{exp},"table_name":"users"}}"#),
        _ => format!(r#"{{"table_name":"users","user_id":{key},"exp":{exp}{extra}}}"#),
    }
}

fn mutate(random: &mut Lcg, mut token: String) -> String {
    let at = random.below(token.len());
    match random.below(10) {
        0 => token.replace_range(
            at..=at,
            random.pick(&["A", "b", "_", "-", ".", "=", "+", "\u{e9}"]),
        ),
        1 => token.truncate(at),
        2 => token.push_str(random.pick(&["=", "==", ".", "A", " ", "\n"])),
        3 => token.insert_str(at, random.pick(&["A", ".", "=", " "])),
        _ => {}
    }
    token
}

fn validation() -> Validation {
    let mut validation = Validation::new(Algorithm::HS256);
    validation.leeway = 0;
    validation.validate_nbf = true;
    validation
}

// Ours is never the milder verdict.
#[test]
fn what_we_accept_jsonwebtoken_accepts() {
    let now = unix_seconds(SystemClock.now());
    let [ours, theirs] = [SECRET, OTHER_SECRET]
        .map(|text| SecretKey::new(&Secret::try_from(text).unwrap()).unwrap());
    let (key, validation) = (
        DecodingKey::from_secret(SECRET.as_bytes()).unwrap(),
        validation(),
    );
    let mut random = Lcg(7519);
    let mut accepted = 0;
    for _ in 0..3000 {
        let signer = if random.below(10) == 0 {
            &theirs
        } else {
            &ours
        };
        let token = sign_with(
            signer,
            header(&mut random).as_bytes(),
            payload(&mut random, now).as_bytes(),
        );
        let token = mutate(&mut random, token);
        let is_accepted = verify(&verifier(), &token, now, &mut PayloadBuffer::new()).is_ok();
        let is_accepted_there = decode::<Value>(&token, &key, &validation).is_ok();
        assert!(!is_accepted || is_accepted_there, "{token}");
        accepted += usize::from(is_accepted);
    }
    // Neither everything nor nothing was accepted.
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
