//! Keys of an issuer that does not answer any more: they end.

use std::time::Duration;

use jwt_router::{OidcIssuer, prelude::*};
use jwt_router_tests::{Keys, Refusal, TestIssuer, TestKey, block_on};
use tokio::task::yield_now;

use super::{app, ask, claims, pass, trusting};
use crate::log::logged;

const HOUR: u64 = 60 * 60;

/// Fetches good keys, lets the issuer fail for so many seconds, and asks with a good token.
#[track_caller]
fn check(configure: impl FnOnce(OidcIssuer) -> OidcIssuer, seconds: u64, is_good: bool) {
    block_on(async {
        let key = TestKey::new("a");
        let issuer = TestIssuer::start(Keys::Are(vec![key.jwk()])).await;
        let app = trusting(configure(OidcIssuer::discover(&issuer.url)));
        let token = key.sign(&claims(&issuer));
        ask(&app, &token).await.is(200, "mary");
        issuer.set(Keys::Fail);
        pass(seconds).await;
        let answer = ask(&app, &token).await;
        if is_good {
            answer.is(200, "mary");
        } else {
            answer.is_refused(Refusal::Unavailable);
        }
        // It has recovered.
        issuer.set(Keys::Are(vec![key.jwk()]));
        pass(61).await;
        issuer.fetched(2).await;
        ask(&app, &token).await.is(200, "mary");
    });
}

// SECURITY.md, Issuers: the last good keys are kept for a day.
#[test]
fn keys_are_used_for_a_day_while_the_issuer_does_not_answer() {
    check(|issuer| issuer, 23 * HOUR, true);
    check(|issuer| issuer, 24 * HOUR, false);
    check(|issuer| issuer, 40 * 24 * HOUR, false);
}

#[test]
fn how_long_keys_are_used_is_configured() {
    let two_days = |issuer: OidcIssuer| issuer.key_lifetime(Duration::from_secs(48 * HOUR));
    check(two_days, 47 * HOUR, true);
    check(two_days, 48 * HOUR, false);
    let minutes = |issuer: OidcIssuer| issuer.key_lifetime(Duration::from_secs(600));
    check(minutes, 599, true);
    check(minutes, 600, false);
}

#[test]
fn keys_live_from_ten_minutes_to_thirty_days() {
    for (seconds, is_good) in [
        (0, false),
        (599, false),
        (600, true),
        (30 * 24 * HOUR, true),
        (30 * 24 * HOUR + 1, false),
    ] {
        let issuer = OidcIssuer::discover("https://login.example.com");
        let issuer = issuer.key_lifetime(Duration::from_secs(seconds));
        let issuer = issuer.audience("my-api").entity::<super::Member>("sub");
        let built = JwtRoutes::builder().trusted_issuer(issuer).build();
        match built {
            Ok(_) => assert!(is_good, "{seconds}"),
            Err(error) => {
                assert!(!is_good, "{error}");
                assert!(error.to_string().contains("ten minutes to 30 days"));
            }
        }
    }
}

#[test]
fn the_log_tells_when_keys_end_and_that_they_have_ended() {
    let log = logged(|| {
        block_on(async {
            let key = TestKey::new("a");
            let issuer = TestIssuer::start(Keys::Are(vec![key.jwk()])).await;
            let app = app(&issuer);
            let token = key.sign(&claims(&issuer));
            ask(&app, &token).await.is(200, "mary");
            issuer.set(Keys::Fail);
            // It is asked by the hour, and then by the minute.
            for (wait, fetches) in [(HOUR, 2), (20 * HOUR, 3), (4 * HOUR, 4)] {
                pass(wait).await;
                issuer.fetched(fetches).await;
                // What was answered is logged as soon as the task has run.
                for _ in 0..1000 {
                    yield_now().await;
                }
            }
            let answer = ask(&app, &token).await;
            answer.is_refused(Refusal::Unavailable);
        });
    });
    let told: Vec<_> = log
        .iter()
        .filter(|event| event["target"] == "jwt_router::issuer::refresh")
        .map(|event| {
            let ends = event["fields"]["keys_end_in"].as_str();
            (event["level"].as_str().unwrap(), ends.unwrap_or("ended"))
        })
        .collect();
    assert_eq!(
        told,
        [
            ("WARN", "22 hours"),
            ("WARN", "2 hours"),
            ("ERROR", "ended")
        ]
    );
}

// The outage of an issuer is not that of a store.
#[test]
fn an_issuer_that_does_not_answer_is_logged_as_such() {
    let mut url = String::new();
    let log = logged(|| {
        block_on(async {
            let issuer = TestIssuer::start(Keys::Fail).await;
            url.clone_from(&issuer.url);
            let answer = ask(&app(&issuer), &TestKey::new("a").sign(&claims(&issuer))).await;
            answer.is_refused(Refusal::Unavailable);
        });
    });
    let event = log
        .iter()
        .find(|event| event["target"] == "jwt_router::guard")
        .unwrap();
    assert_eq!(event["level"], "ERROR");
    assert_eq!(event["fields"]["code"], "issuer_unavailable");
    let error = event["fields"]["error"].as_str().unwrap();
    assert!(
        error.starts_with(&format!("the issuer `{url}` did not answer")),
        "{error}"
    );
}

// Anybody can send a token with an unknown `kid`.
#[test]
fn an_unknown_key_while_the_issuer_does_not_answer_is_logged_as_information() {
    let log = logged(|| {
        block_on(async {
            let key = TestKey::new("a");
            let issuer = TestIssuer::start(Keys::Are(vec![key.jwk()])).await;
            let app = app(&issuer);
            ask(&app, &key.sign(&claims(&issuer))).await.is(200, "mary");
            issuer.set(Keys::Fail);
            pass(61).await;
            let answer = ask(&app, &TestKey::new("b").sign(&claims(&issuer))).await;
            answer.is_refused(Refusal::Unavailable);
        });
    });
    let refused = log
        .iter()
        .find(|event| event["target"] == "jwt_router::guard");
    let event = refused.unwrap();
    assert_eq!(event["level"], "INFO");
    assert_eq!(event["fields"]["code"], "issuer_key_unknown");
}
