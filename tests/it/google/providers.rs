//! A provider that does not answer, or not as it should: 503, and never 401.

use std::time::Duration;

use jwt_router::{Google, GoogleEndpoints, testing::FakeFault};
use jwt_router_tests::block_on;

use super::{REDIRECT, app, email, fake, is_refused, jwt, log_in, people, provider, token_of};

/// Logs in at a provider with this fault, and once more when it is healed.
#[track_caller]
fn check(fault: FakeFault) {
    block_on(async {
        let fake = fake().await;
        let app = app(&jwt(provider(&fake).timeout(Duration::from_millis(300))));
        fake.fail(fault);
        let answer = log_in(&app, &fake.code("ada@gmail.com")).await;
        is_refused(&answer, 503, "provider_unavailable");
        fake.heal();
        token_of(&log_in(&app, &fake.code("ada@gmail.com")).await);
    });
}

// SECURITY.md, rule 10: every call has a timeout.
#[test]
fn a_provider_that_hangs_is_not_waited_for() {
    check(FakeFault::Hanging);
}

#[test]
fn a_provider_that_fails_is_503() {
    check(FakeFault::ServerError);
    check(FakeFault::NotJson);
}

#[test]
fn an_answer_of_15_mb_is_not_read() {
    check(FakeFault::Huge);
}

#[test]
fn a_redirect_is_not_followed() {
    block_on(async {
        let fake = fake().await;
        let app = app(&jwt(provider(&fake)));
        fake.fail(FakeFault::Redirect);
        let answer = log_in(&app, &fake.code("ada@gmail.com")).await;
        is_refused(&answer, 503, "provider_unavailable");
        let paths: Vec<String> = fake
            .requests()
            .into_iter()
            .map(|asked| asked.path)
            .collect();
        assert_eq!(paths, ["/token"]);
    });
}

#[test]
fn a_provider_that_is_down_is_503() {
    block_on(async {
        let fake = fake().await;
        let app = app(&jwt(provider(&fake)));
        let code = fake.code("ada@gmail.com");
        drop(fake);
        // The port is free as soon as the server's task has ended.
        tokio::task::yield_now().await;
        is_refused(&log_in(&app, &code).await, 503, "provider_unavailable");
    });
}

#[test]
fn a_provider_without_keys_is_503() {
    block_on(async {
        let fake = fake().await;
        let app = app(&jwt(provider(&fake)));
        fake.fail(FakeFault::KeysUnavailable);
        let answer = log_in(&app, &fake.code("ada@gmail.com")).await;
        is_refused(&answer, 503, "provider_unavailable");
    });
}

// Whose client id is wrong is not the client's mistake.
#[test]
fn a_client_that_the_provider_does_not_know_is_503() {
    block_on(async {
        let fake = fake().await;
        let provider = Google::builder("another-client", "secret")
            .endpoints(GoogleEndpoints::under(fake.url()))
            .redirect_uri(REDIRECT)
            .entity(email(), people());
        let app = app(&jwt(provider));
        let answer = log_in(&app, &fake.code("ada@gmail.com")).await;
        is_refused(&answer, 503, "provider_unavailable");
    });
}
