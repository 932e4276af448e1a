//! An issuer that answers without a key: it has withdrawn those that it had.

use jwt_router_tests::{Keys, Refusal, TestIssuer, TestKey, block_on};
use serde_json::json;

use super::{app, ask, claims, fetch_ended, pass};

/// Fetches good keys, and an hour later this answer.
#[track_caller]
fn check(later: Keys, while_so: Result<(), Refusal>) {
    block_on(async {
        let key = TestKey::new("a");
        let issuer = TestIssuer::start(Keys::Are(vec![key.jwk()])).await;
        let app = app(&issuer);
        let token = key.sign(&claims(&issuer));
        ask(&app, &token).await.is(200, "mary");
        issuer.set(later);
        pass(3601).await;
        issuer.fetched(2).await;
        fetch_ended(&app, &issuer).await;
        let answer = ask(&app, &token).await;
        match while_so {
            Ok(()) => answer.is(200, "mary"),
            Err(refusal) => answer.is_refused(refusal),
        }
        // Ten seconds later it may be asked again.
        issuer.set(Keys::Are(vec![key.jwk()]));
        pass(11).await;
        ask(&app, &token).await.is(200, "mary");
    });
}

// SECURITY.md, Issuers.
#[test]
fn an_issuer_without_keys_has_withdrawn_those_that_it_had() {
    check(Keys::Are(Vec::new()), Err(Refusal::Unavailable));
}

#[test]
fn an_issuer_with_no_key_that_can_be_used_has_withdrawn_those_that_it_had() {
    let unusable = json!({"kty": "oct", "kid": "a", "k": "AAAA"});
    check(Keys::Are(vec![unusable]), Err(Refusal::Unavailable));
}

#[test]
fn an_issuer_that_fails_has_withdrawn_nothing() {
    check(Keys::Fail, Ok(()));
    check(Keys::Fill(100), Ok(()));
}
