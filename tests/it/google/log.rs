//! What is said of logins in the log, and that nothing secret is said anywhere.

use jwt_router::testing::{FakeFault, FakeGoogle};
use jwt_router_tests::{Refusal, RequestExt as _, SECRET, block_on, get};
use serde_json::Value;

use super::{app, fake, jwt, log_in, provider, token_of};
use crate::log::logged;

/// What is said of logins.
fn ours(log: &[Value]) -> Vec<&Value> {
    let is_ours = |event: &&Value| {
        event["target"]
            .as_str()
            .unwrap()
            .starts_with("jwt_router::oauth")
    };
    log.iter().filter(is_ours).collect()
}

/// Logs in with a code of Ada's at a provider with this fault, and checks what is said of it.
#[track_caller]
fn check(fault: FakeFault, level: &str, code: &str, why: (&str, &str)) {
    let log = logged(|| {
        block_on(async {
            let fake = fake().await;
            let app = app(&jwt(provider(&fake)));
            fake.fail(fault);
            drop(log_in(&app, &fake.code("ada@gmail.com")).await);
        });
    });
    let [event] = ours(&log)[..] else {
        panic!("{log:?}");
    };
    assert_eq!(event["level"], level);
    assert_eq!(event["fields"]["code"], code);
    assert_eq!(event["fields"][why.0], why.1);
}

#[test]
fn a_refused_login_is_logged_with_its_reason() {
    let reason = ("reason", "wrong_issuer");
    check(FakeFault::WrongIssuer, "INFO", "invalid_id_token", reason);
    let reason = ("reason", "");
    check(
        FakeFault::EmailUnverified,
        "INFO",
        "email_not_verified",
        reason,
    );
}

#[test]
fn a_fault_of_the_provider_is_logged_as_one() {
    let error = ("error", "the provider answered with the status 500");
    check(
        FakeFault::ServerError,
        "ERROR",
        "provider_unavailable",
        error,
    );
    let error = ("error", "the provider's answer is too long");
    check(FakeFault::Huge, "ERROR", "provider_unavailable", error);
}

#[test]
fn an_outage_of_google_is_not_logged_as_the_stores() {
    let log = logged(|| {
        block_on(async {
            let fake = fake().await;
            let app = app(&jwt(provider(&fake).pass_google_token_through()));
            let token = token_of(&log_in(&app, &fake.code("ada@gmail.com")).await);
            fake.fail(FakeFault::ServerError);
            let me = get("/me").with("x-auth-token", format!("Bearer {token}").as_bytes());
            me.sent_to(&app).await.is_refused(Refusal::Unavailable);
        });
    });
    let is_refusal = |event: &&Value| event["fields"]["message"] == "request refused";
    let [event] = log.iter().filter(is_refusal).collect::<Vec<_>>()[..] else {
        panic!("{log:?}");
    };
    assert_eq!(event["level"], "ERROR");
    assert_eq!(event["fields"]["code"], "provider_unavailable");
    let error = "the provider answered with the status 500";
    assert_eq!(event["fields"]["error"], error);
}

// SECURITY.md: logs hold no token, key or secret; down to the last detail of the HTTP client.
#[test]
fn no_log_has_a_code_a_token_or_who_it_is() {
    let mut secrets = Vec::new();
    let log = logged(|| {
        block_on(async {
            let fake = fake().await;
            let app = app(&jwt(provider(&fake).pass_google_token_through()));
            let code = fake.code("ada@gmail.com");
            let token = token_of(&log_in(&app, &code).await);
            let me = get("/me").with("x-auth-token", format!("Bearer {token}").as_bytes());
            me.sent_to(&app).await.is(200, "1 ada@gmail.com");
            drop(log_in(&app, &code).await);
            fake.fail(FakeFault::NotJson);
            drop(log_in(&app, &fake.code("grace@example.com")).await);
            let page = get("/begin").sent_to(&app).await;
            let cookie = page
                .header("set-cookie")
                .split(';')
                .next()
                .unwrap()
                .to_owned();
            let request = get("/finish?state=marker&code=marker").with("cookie", cookie.as_bytes());
            drop(request.sent_to(&app).await);
            secrets.extend([code.replace("4/", ""), token, cookie]);
        });
    });
    secrets.extend(
        [
            FakeGoogle::CLIENT_SECRET,
            SECRET,
            "eyJ",
            "marker",
            "ada@",
            "grace@",
        ]
        .map(str::to_owned),
    );
    assert!(!ours(&log).is_empty());
    for event in &log {
        let event = event.to_string();
        for secret in &secrets {
            assert!(!event.contains(secret), "{secret} in {event}");
        }
    }
}
