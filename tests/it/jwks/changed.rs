//! Keys that change in a way that their names do not show: what a signature that is not good triggers.

use std::time::Duration;

use jwt_router_tests::{Keys, Refusal, TestIssuer, TestKey, block_on};
use serde_json::{Value, json};
use tokio::{task::yield_now, time::timeout};

use super::{app, ask, claims, crowd, pass};

/// A token that does not name its key.
fn unnamed(key: &TestKey, claims: &Value) -> String {
    key.sign_as(&json!({"alg": "ES256"}), claims)
}

#[test]
fn a_new_key_with_the_name_of_the_old_one_is_found() {
    block_on(async {
        let [old, new] = ["a", "a"].map(TestKey::new);
        let issuer = TestIssuer::start(Keys::Are(vec![old.jwk()])).await;
        let app = app(&issuer);
        ask(&app, &old.sign(&claims(&issuer))).await.is(200, "mary");
        issuer.set(Keys::Are(vec![new.jwk()]));
        pass(61).await;
        ask(&app, &new.sign(&claims(&issuer))).await.is(200, "mary");
        let answer = ask(&app, &old.sign(&claims(&issuer))).await;
        answer.is_refused(Refusal::BadToken);
        assert_eq!(issuer.fetches(), 2);
    });
}

#[test]
fn a_new_key_without_a_name_is_found() {
    block_on(async {
        let [old, new] = ["a", "a"].map(TestKey::new);
        let bare = |key: &TestKey| {
            let mut jwk = key.jwk();
            jwk.as_object_mut().unwrap().remove("kid");
            Keys::Are(vec![jwk])
        };
        let issuer = TestIssuer::start(bare(&old)).await;
        let app = app(&issuer);
        let token = unnamed(&old, &claims(&issuer));
        ask(&app, &token).await.is(200, "mary");
        issuer.set(bare(&new));
        pass(61).await;
        let token = unnamed(&new, &claims(&issuer));
        ask(&app, &token).await.is(200, "mary");
    });
}

#[test]
fn a_token_that_names_no_key_is_checked_again_when_there_is_one_key_for_it() {
    block_on(async {
        let [one, other] = ["a", "b"].map(TestKey::new);
        let issuer = TestIssuer::start(Keys::Are(vec![one.jwk(), other.jwk()])).await;
        let app = app(&issuer);
        let token = unnamed(&one, &claims(&issuer));
        ask(&app, &token).await.is_refused(Refusal::BadToken);
        issuer.set(Keys::Are(vec![one.jwk()]));
        pass(61).await;
        ask(&app, &token).await.is(200, "mary");
    });
}

// SECURITY.md, Issuers: at most one fetch a minute, whatever tokens there are.
#[test]
fn signatures_that_are_not_good_trigger_one_fetch_a_minute() {
    block_on(async {
        let [key, foreign] = ["a", "a"].map(TestKey::new);
        let issuer = TestIssuer::start(Keys::Are(vec![key.jwk()])).await;
        let app = app(&issuer);
        ask(&app, &key.sign(&claims(&issuer))).await.is(200, "mary");
        let forged = [
            foreign.sign(&claims(&issuer)),
            unnamed(&foreign, &claims(&issuer)),
            TestKey::new("b").sign(&claims(&issuer)),
        ];
        for minute in 1..4 {
            for forged in &forged {
                crowd(&app, forged, 401).await;
            }
            assert_eq!(issuer.fetches(), minute);
            pass(61).await;
        }
    });
}

#[test]
fn a_token_that_no_key_could_make_good_triggers_no_fetch() {
    block_on(async {
        let key = TestKey::new("a");
        let issuer = TestIssuer::start(Keys::Are(vec![key.jwk()])).await;
        let app = app(&issuer);
        ask(&app, &key.sign(&claims(&issuer))).await.is(200, "mary");
        pass(61).await;
        let mut other = claims(&issuer);
        other["aud"] = json!("other-api");
        let mut expired = claims(&issuer);
        expired["exp"] = json!(1);
        for claims in [other, expired] {
            let answer = ask(&app, &key.sign(&claims)).await;
            answer.is_refused(Refusal::BadToken);
        }
        assert_eq!(issuer.fetches(), 1);
    });
}

#[test]
fn a_good_token_does_not_wait_for_the_fetch_that_a_bad_one_triggers() {
    block_on(async {
        let [key, foreign] = ["a", "a"].map(TestKey::new);
        let issuer = TestIssuer::start(Keys::Are(vec![key.jwk()])).await;
        let app = app(&issuer);
        let token = key.sign(&claims(&issuer));
        ask(&app, &token).await.is(200, "mary");
        issuer.set(Keys::Hang);
        pass(61).await;
        let (forged, other) = (foreign.sign(&claims(&issuer)), app.clone());
        let waiting = tokio::spawn(async move { ask(&other, &forged).await });
        issuer.fetched(2).await;
        for _ in 0..100 {
            ask(&app, &token).await.is(200, "mary");
            yield_now().await;
        }
        assert!(!waiting.is_finished());
        pass(6).await;
        let answer = timeout(Duration::from_secs(5), waiting).await;
        answer.unwrap().unwrap().is_refused(Refusal::BadToken);
    });
}

#[test]
fn a_token_of_no_known_key_is_503_when_the_issuer_has_withdrawn_all() {
    block_on(async {
        let [key, foreign] = ["a", "a"].map(TestKey::new);
        let issuer = TestIssuer::start(Keys::Are(vec![key.jwk()])).await;
        let app = app(&issuer);
        ask(&app, &key.sign(&claims(&issuer))).await.is(200, "mary");
        issuer.set(Keys::Are(Vec::new()));
        pass(61).await;
        let answer = ask(&app, &foreign.sign(&claims(&issuer))).await;
        answer.is_refused(Refusal::Unavailable);
    });
}
