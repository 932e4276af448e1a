//! Keys of an issuer that are not used: one line of the log for each set.

use jwt_router_tests::{Keys, Refusal, TestIssuer, TestKey, block_on};
use serde_json::{Value, json};

use super::{app, ask, claims, fetch_ended, pass};
use crate::log::logged;

/// The lines of the log about the keys of an issuer that publishes these, in one set after the
/// other, an hour apart.
fn lines(sets: Vec<Vec<Value>>, key: &TestKey) -> Vec<Value> {
    let log = logged(|| {
        block_on(async {
            let mut sets = sets.into_iter();
            let issuer = TestIssuer::start(Keys::Are(sets.next().unwrap())).await;
            let app = app(&issuer);
            let token = key.sign(&claims(&issuer));
            ask(&app, &token).await;
            for (before, set) in sets.enumerate() {
                issuer.set(Keys::Are(set));
                pass(3601).await;
                issuer.fetched(before + 2).await;
                fetch_ended(&app, &issuer).await;
                ask(&app, &token).await;
            }
        });
    });
    let is_of_keys = |event: &&Value| event["target"] == "jwt_router::issuer::report";
    log.iter().filter(is_of_keys).cloned().collect()
}

#[test]
fn a_set_with_many_bad_keys_is_one_line() {
    let key = TestKey::new("a");
    let mut keys = vec![json!({}); 99];
    keys.push(key.jwk());
    let lines = lines(vec![keys], &key);
    let [line] = lines.as_slice() else {
        panic!("{lines:?}");
    };
    assert_eq!(line["level"], "WARN");
    assert_eq!(line["fields"]["left_out"], 99);
    assert!(line.to_string().len() < 1000, "{line}");
}

// SECURITY.md, Issuers: a set has at most 100 keys.
#[test]
fn a_set_of_too_many_keys_is_not_used() {
    for (others, is_used) in [(99, true), (100, false)] {
        block_on(async {
            let [key, other] = ["a", "b"].map(TestKey::new);
            let mut keys = vec![other.jwk(); others];
            keys.insert(0, key.jwk());
            let issuer = TestIssuer::start(Keys::Are(keys)).await;
            let answer = ask(&app(&issuer), &key.sign(&claims(&issuer))).await;
            if is_used {
                answer.is(200, "mary");
            } else {
                answer.is_refused(Refusal::Unavailable);
            }
        });
    }
}

#[test]
fn the_line_says_why() {
    let key = TestKey::new("a");
    let mut encrypts = key.jwk();
    encrypts["use"] = json!("enc");
    let lines = lines(vec![vec![encrypts, key.jwk(), json!(7)]], &key);
    assert_eq!(
        lines[0]["fields"]["reasons"],
        "it is no JSON object of a key, or has a member twice (key 2); its `use` is not `sig` (key 0)"
    );
}

#[test]
fn the_line_is_written_again_when_other_keys_are_left_out() {
    let key = TestKey::new("a");
    let (good, bad) = (key.jwk(), json!({}));
    let same = vec![good.clone(), bad.clone()];
    let other = vec![good.clone(), bad.clone(), bad];
    let sets = vec![vec![good.clone()], same.clone(), same, other, vec![good]];
    let lines = lines(sets, &key);
    let counts: Vec<_> = lines
        .iter()
        .map(|line| &line["fields"]["left_out"])
        .collect();
    assert_eq!(counts, [1, 2]);
}

#[test]
fn the_reason_for_the_last_key_is_logged_too() {
    let key = TestKey::new("a");
    let mut secret = key.jwk();
    secret["d"] = json!("AAAA");
    let lines = lines(vec![vec![secret]], &key);
    let [line] = lines.as_slice() else {
        panic!("{lines:?}");
    };
    assert_eq!(line["level"], "ERROR");
    assert_eq!(line["fields"]["left_out"], 1);
    assert_eq!(
        line["fields"]["reasons"],
        "it is a secret (`oct`), or holds its private half (key 0)"
    );
}

#[test]
fn a_token_of_a_key_that_is_left_out_is_refused() {
    block_on(async {
        let [good, bad] = ["good", "bad"].map(TestKey::new);
        let mut secret = bad.jwk();
        secret["d"] = json!("AAAA");
        let issuer = TestIssuer::start(Keys::Are(vec![secret, good.jwk()])).await;
        let app = app(&issuer);
        ask(&app, &good.sign(&claims(&issuer)))
            .await
            .is(200, "mary");
        let answer = ask(&app, &bad.sign(&claims(&issuer))).await;
        answer.is_refused(Refusal::BadToken);
    });
}
