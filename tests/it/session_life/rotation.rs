//! Refresh tokens are spent once, with a replay window for clients that send one twice.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use jwt_router::{JwtRoutesBuilder, MemorySessions};
use jwt_router_tests::{
    NOW, Refusal, RequestExt as _, ada, block_on, builder, claims_of, get, request,
};
use serde_json::json;

use super::{Service, service};
use crate::log::logged_during;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

fn with_memory() -> JwtRoutesBuilder {
    builder().sessions(MemorySessions::new())
}

#[test]
fn a_refresh_answers_with_the_next_tokens_of_the_session() {
    let service = service();
    block_on(async {
        let first = service.start().await;
        service.clock.advance(Duration::from_secs(60));
        let [access, refresh] = service.refreshed(first.refresh_token().as_str()).await;
        assert_ne!(access, first.access_token().as_str());
        let (before, after) = (claims_of(first.access_token().as_str()), claims_of(&access));
        assert_eq!(before["sid"], after["sid"]);
        assert_ne!(before["jti"], after["jti"]);
        assert_eq!(after["exp"], NOW + 60 + 15 * 60);
        assert_eq!(claims_of(&refresh)["exp"], NOW + 60 + 7 * 24 * 60 * 60);
        let answer = get("/me").bearer(&access).sent_to(&service.app).await;
        answer.is(200, "Ada");
        let [_, third] = service.refreshed(&refresh).await;
        assert_ne!(third, refresh);
    });
}

#[test]
fn the_response_is_not_cached() {
    let service = service();
    block_on(async {
        let first = service.start().await;
        let answer = service.refresh(first.refresh_token().as_str()).await;
        assert_eq!(answer.header("cache-control"), "no-store");
    });
}

#[test]
fn a_spent_token_gets_the_same_successor_within_the_window() {
    let service = service();
    block_on(async {
        let first = service.start().await;
        let token = first.refresh_token().as_str();
        let next = service.refreshed(token).await;
        service.clock.advance(Duration::from_secs(9));
        assert_eq!(service.refreshed(token).await, next);
        let [_, refresh] = next;
        assert_eq!(service.refresh(&refresh).await.status, 200);
    });
}

#[test]
fn a_token_that_is_used_again_after_the_window_ends_the_session() {
    let service = service();
    block_on(async {
        let first = service.start().await;
        let token = first.refresh_token().as_str();
        let [access, refresh] = service.refreshed(token).await;
        service.clock.advance(Duration::from_secs(10));
        let reused = service.refresh(token).await;
        reused.is_refused(Refusal::BadToken);
        let answer = get("/me").bearer(&access).sent_to(&service.app).await;
        answer.is_refused(Refusal::BadToken);
        let next = service.refresh(&refresh).await;
        next.is_refused(Refusal::BadToken);
    });
}

#[test]
fn only_the_immediate_predecessor_has_a_window() {
    let service = service();
    block_on(async {
        let first = service.start().await;
        let token = first.refresh_token().as_str();
        let [_, second] = service.refreshed(token).await;
        let [access, _] = service.refreshed(&second).await;
        let reused = service.refresh(token).await;
        reused.is_refused(Refusal::BadToken);
        let answer = get("/me").bearer(&access).sent_to(&service.app).await;
        answer.is_refused(Refusal::BadToken);
    });
}

#[test]
fn a_window_of_zero_makes_every_second_use_a_reuse() {
    let service = Service::new(with_memory().replay_window("0s"));
    block_on(async {
        let first = service.start().await;
        let token = first.refresh_token().as_str();
        service.refreshed(token).await;
        assert_eq!(service.refresh(token).await.status, 401);
    });
}

#[test]
fn a_reuse_is_logged_with_the_entity_and_calls_the_hook_once() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let called = Arc::clone(&seen);
    let service = Service::new(with_memory().on_reuse(move |reused| {
        called
            .lock()
            .unwrap()
            .push((reused.table, reused.key.clone()));
    }));
    block_on(async {
        let first = service.start().await;
        let token = first.refresh_token().as_str();
        service.refreshed(token).await;
        service.clock.advance(Duration::from_secs(10));
        let log = logged_during(async {
            for _ in 0..3 {
                assert_eq!(service.refresh(token).await.status, 401);
            }
        });
        let log = log.await;
        let events: Vec<_> = log
            .iter()
            .map(|event| {
                let fields = &event["fields"];
                (
                    event["level"].as_str().unwrap(),
                    fields["code"].as_str().unwrap(),
                    fields["table"].as_str().unwrap(),
                    fields["key"].as_str().unwrap(),
                )
            })
            .collect();
        assert_eq!(
            events,
            [
                ("WARN", "refresh_reuse", "users", "1"),
                ("INFO", "session_ended", "users", "1"),
                ("INFO", "session_ended", "users", "1"),
                ("INFO", "session_ended", "users", "1"),
            ]
        );
    });
    assert_eq!(*seen.lock().unwrap(), [("users", "1".to_owned())]);
}

#[test]
fn a_hook_that_panics_changes_no_response() {
    let service = Service::new(with_memory().on_reuse(|_| panic!("a bug")));
    block_on(async {
        let first = service.start().await;
        let token = first.refresh_token().as_str();
        service.refreshed(token).await;
        service.clock.advance(Duration::from_secs(10));
        assert_eq!(service.refresh(token).await.status, 401);
    });
}

#[test]
fn a_logout_by_the_refresh_token_ends_the_session() {
    let service = service();
    block_on(async {
        let first = service.start().await;
        let token = first.refresh_token().as_str();
        let out = request("DELETE", "/refresh").bearer(token);
        assert_eq!(out.sent_to(&service.app).await.status, 204);
        assert_eq!(service.status("/me", &first).await, 401);
        assert_eq!(service.refresh(token).await.status, 401);
    });
}

#[test]
fn scopes_extra_claims_and_the_time_of_the_login_stay() {
    let service = service();
    block_on(async {
        let started = service.jwt.start_session(&ada());
        let first = started
            .with_token(|token| {
                let token = token.scopes(["posts:write"]);
                token.claims(&json!({ "device": "phone" }))
            })
            .await
            .unwrap();
        let before = claims_of(first.access_token().as_str());
        service.clock.advance(Duration::from_secs(60));
        let [_, refresh] = service.refreshed(first.refresh_token().as_str()).await;
        let [access, _] = service.refreshed(&refresh).await;
        let after = claims_of(&access);
        for name in ["scope", "device", "auth_time", "table_name", "user_id"] {
            assert_eq!(before[name], after[name], "{name}");
            assert!(!after[name].is_null(), "{name}");
        }
        assert!(after["refresh_generation"].is_null());
    });
}

#[test]
fn a_session_that_is_used_lasts_until_its_longest_time() {
    let service = service();
    block_on(async {
        let first = service.start().await;
        let mut token = first.refresh_token().as_str().to_owned();
        for _ in 0..4 {
            service.clock.advance(6 * DAY);
            [_, token] = service.refreshed(&token).await;
        }
        // 24 days are over, and six are left. All but a minute of them pass.
        let until = NOW + 30 * DAY.as_secs();
        assert_eq!(claims_of(&token)["exp"], until);
        service.clock.advance(5 * DAY + Duration::from_secs(86_340));
        let [access, _] = service.refreshed(&token).await;
        assert_eq!(
            claims_of(&access)["exp"],
            until,
            "no token outlives its session"
        );
    });
}

#[test]
fn a_session_that_is_not_used_ends_after_the_idle_time() {
    let service = Service::new(with_memory().idle("1h"));
    block_on(async {
        let first = service.start().await;
        service.clock.advance(Duration::from_secs(60 * 60));
        let late = service.refresh(first.refresh_token().as_str()).await;
        late.is_refused(Refusal::BadToken);
    });
}
