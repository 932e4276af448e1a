//! Routes for refresh tokens take nothing else, and no other route takes refresh tokens.

use std::time::Duration;

use jwt_router::{
    App, Check, JwtRoutes, MemorySessions, MemoryStore, Refresh, RejectionKind, SessionError,
    SessionStore, TokenPair, prelude::*,
};
use jwt_router_tests::{
    FixedClock, NOW, Refusal, RequestExt as _, SECRET, User, ada, block_on, builder, claims_of,
    emmy, forge_raw, get, request,
};
use serde_json::{Value, json};

use super::{Service, broken::Broken, remote::Remote, service};
use crate::log::logged_during;

/// Signs changed claims of a refresh token with the service's own secret.
fn altered(token: &str, change: impl Fn(&mut Value)) -> String {
    let mut claims = claims_of(token);
    change(&mut claims);
    forge_raw(
        r#"{"alg":"HS256","typ":"rt+jwt"}"#,
        &claims.to_string(),
        SECRET,
    )
}

#[test]
fn an_access_token_is_no_refresh_token() {
    let service = service();
    block_on(async {
        let first = service.start().await;
        let plain = service.jwt.create_token(&ada()).unwrap();
        for token in [first.access_token().as_str(), plain.as_str()] {
            let answer = service.refresh(token).await;
            answer.is_refused(Refusal::BadToken);
        }
    });
}

#[test]
fn a_refresh_token_is_no_access_token() {
    for builder in [builder(), builder().audience("api")] {
        let service = Service::new(builder.sessions(MemorySessions::new()));
        block_on(async {
            let first = service.start().await;
            let token = first.refresh_token().as_str();
            for path in ["/me", "/claims"] {
                let answer = get(path).bearer(token).sent_to(&service.app).await;
                answer.is_refused(Refusal::BadToken);
            }
            assert_eq!(service.refresh(token).await.status, 200);
        });
    }
}

// RFC 9700, section 4.14.2: a refresh token is bound to the resource servers that it was minted for.
#[test]
fn a_refresh_token_of_another_application_with_the_same_store_is_refused() {
    let store = MemorySessions::new();
    let of = |builder: JwtRoutesBuilder| Service::new(builder.sessions(store.clone()));
    let shop = of(builder().audience("shop"));
    block_on(async {
        let first = shop.start().await;
        let token = first.refresh_token().as_str();
        for other in [of(builder().audience("forum")), of(builder())] {
            other.refresh(token).await.is_refused(Refusal::BadToken);
        }
        assert_eq!(shop.refresh(token).await.status, 200);
    });
}

#[test]
fn the_audience_alone_makes_no_refresh_token() {
    let service = service();
    block_on(async {
        let first = service.start().await;
        let claims = claims_of(first.refresh_token().as_str()).to_string();
        for header in [r#"{"alg":"HS256"}"#, r#"{"alg":"HS256","typ":"JWT"}"#] {
            let token = forge_raw(header, &claims, SECRET);
            let answer = service.refresh(&token).await;
            answer.is_refused(Refusal::BadToken);
            let answer = get("/me").bearer(&token).sent_to(&service.app).await;
            answer.is_refused(Refusal::BadToken);
        }
    });
}

#[test]
fn a_refresh_token_without_a_session_is_refused() {
    let service = service();
    block_on(async {
        let first = service.start().await;
        let token = first.refresh_token().as_str();
        let changes: [fn(&mut Value); 4] = [
            |claims| claims["sid"] = json!("of-nobody"),
            |claims| claims["sid"] = json!(1),
            |claims| claims["sid"] = json!(null),
            |claims| drop(claims.as_object_mut().unwrap().remove("sid")),
        ];
        for change in changes {
            let answer = service.refresh(&altered(token, change)).await;
            answer.is_refused(Refusal::BadToken);
        }
        assert_eq!(service.refresh(token).await.status, 200);
    });
}

#[test]
fn a_refresh_token_without_a_number_is_refused() {
    let service = service();
    block_on(async {
        let first = service.start().await;
        let token = first.refresh_token().as_str();
        for number in [json!(null), json!("0"), json!(0.5), json!(-1), json!(7)] {
            let changed = altered(token, |claims| {
                claims["refresh_generation"] = number.clone();
            });
            let answer = service.refresh(&changed).await;
            assert_eq!(answer.status, 401, "{number}");
        }
    });
}

#[test]
fn a_handler_that_does_not_spend_the_token_refuses_it_after_a_logout() {
    // The session of a refresh token is checked whatever the setting says.
    for check in [Check::Always, Check::cached("5m"), Check::Never] {
        let settings = builder().sessions(MemorySessions::new());
        let service = Service::new(settings.check_sessions(check));
        block_on(async {
            let first = service.start().await;
            let token = first.refresh_token().as_str();
            let sent = || request("POST", "/unspent").bearer(token);
            sent().sent_to(&service.app).await.is(200, "Ada");
            service.jwt.end_all_sessions::<User>(&1).await.unwrap();
            let log = logged_during(async {
                let answer = sent().sent_to(&service.app).await;
                answer.is_refused(Refusal::BadToken);
            });
            assert_eq!(log.await[0]["fields"]["code"], "session_ended");
        });
    }
}

/// A handler that does not spend the token is called for one that was spent only within the replay window.
fn check_spent(store: impl SessionStore) {
    let service = Service::new(builder().sessions(store));
    block_on(async {
        let first = service.start().await;
        let token = first.refresh_token().as_str();
        let sent = || request("POST", "/unspent").bearer(token);
        let [access, _] = service.refreshed(token).await;
        sent().sent_to(&service.app).await.is(200, "Ada");
        service.clock.advance(Duration::from_secs(10));
        let log = logged_during(async {
            let answer = sent().sent_to(&service.app).await;
            answer.is_refused(Refusal::BadToken);
        });
        assert_eq!(log.await[0]["fields"]["code"], "refresh_reuse");
        let me = get("/me").bearer(&access);
        assert_eq!(me.sent_to(&service.app).await.status, 401);
    });
}

#[test]
fn a_handler_that_does_not_spend_the_token_is_not_called_for_one_that_was_spent() {
    check_spent(MemorySessions::new());
    check_spent(Remote::default());
}

#[test]
fn junk_never_reaches_the_store() {
    let service = Service::new(builder().sessions(Broken::Panics));
    block_on(async {
        for token in [
            "a.b.c",
            &forge_raw(r#"{"alg":"HS256","typ":"rt+jwt"}"#, "{}", "another"),
        ] {
            assert_eq!(service.refresh(token).await.status, 401);
        }
    });
}

#[test]
fn a_store_that_fails_is_503_and_never_a_logout() {
    let good = service();
    block_on(async {
        tokio::time::pause();
        let first = good.start().await;
        let token = first.refresh_token().as_str();
        for (broken, status) in [
            (Broken::Fails, 503),
            (Broken::Silent, 503),
            (Broken::Panics, 500),
        ] {
            let bad = Service::new(builder().sessions(broken));
            assert_eq!(bad.refresh(token).await.status, status);
        }
    });
}

#[test]
fn a_deleted_entity_has_no_more_tokens() {
    let users = MemoryStore::new([ada()]);
    let jwt = JwtRoutes::builder()
        .secret(SECRET)
        .sessions(MemorySessions::new());
    let jwt = jwt.clock(FixedClock::at_unix(NOW));
    let jwt = jwt.entity::<User>(users.clone()).build().unwrap();
    let app = jwt.app_with((), routes![super::refresh]).build().unwrap();
    block_on(async {
        let pair = jwt.start_session(&ada()).await.unwrap();
        users.remove(&1);
        let token = pair.refresh_token().as_str();
        let answer = request("POST", "/refresh")
            .bearer(token)
            .sent_to(&app)
            .await;
        answer.is_refused(Refusal::BadToken);
    });
}

#[entity(table = "members", token_version = Self::version)]
#[derive(Clone)]
struct Member {
    id: i64,
    version: i64,
}

impl Member {
    fn version(&self) -> i64 {
        self.version
    }
}

#[protected(POST, "/refresh", refresh, register = false)]
async fn refresh_member(refresh: Refresh<Member>) -> Result<TokenPair, SessionError> {
    refresh.rotate().await
}

#[test]
fn a_new_version_ends_the_refresh_tokens_too() {
    let members = MemoryStore::new([Member { id: 1, version: 0 }]);
    let jwt = JwtRoutes::builder()
        .secret(SECRET)
        .sessions(MemorySessions::new());
    let jwt = jwt.clock(FixedClock::at_unix(NOW));
    let jwt = jwt.entity::<Member>(members.clone()).build().unwrap();
    let app = jwt.app_with((), routes![refresh_member]).build().unwrap();
    block_on(async {
        let started = jwt.start_session(&Member { id: 1, version: 0 }).await;
        let token = started.unwrap().refresh_token().as_str().to_owned();
        let sent = || request("POST", "/refresh").bearer(&token);
        let [_, next] = super::pair_of(&sent().sent_to(&app).await);
        assert_eq!(claims_of(&next)["token_version"], 0);
        members.insert(Member { id: 1, version: 1 });
        sent().sent_to(&app).await.is_refused(Refusal::BadToken);
    });
}

#[test]
fn the_refresh_token_of_another_entity_is_refused() {
    let service = service();
    block_on(async {
        let pair = service.jwt.start_session(&emmy()).await.unwrap();
        let answer = service.refresh(pair.refresh_token().as_str()).await;
        answer.is_refused(Refusal::Forbidden);
    });
}

#[protected(POST, "/admins", refresh, scope = "admin", register = false)]
async fn refresh_admins(refresh: Refresh<User>) -> Result<TokenPair, SessionError> {
    refresh.rotate().await
}

#[test]
fn a_route_for_refresh_tokens_has_requirements_like_any_other() {
    let jwt = builder().sessions(MemorySessions::new()).build().unwrap();
    let app = jwt.app_with((), routes![refresh_admins]).build().unwrap();
    let status = async |app: &App, scopes: &'static [&'static str]| {
        let started = jwt.start_session(&ada());
        let started = started
            .with_token(|token| token.scopes(scopes.iter().copied()))
            .await;
        let pair = started.unwrap();
        let token = pair.refresh_token().as_str();
        let sent = request("POST", "/admins").bearer(token);
        sent.sent_to(app).await.status
    };
    block_on(async {
        assert_eq!(status(&app, &["admin"]).await, 200);
        assert_eq!(status(&app, &[]).await, 403);
    });
}

#[test]
fn the_refusal_of_a_reused_token_has_the_form_of_the_application() {
    let settings = builder().sessions(MemorySessions::new()).scheme("Token");
    let service = Service::new(settings.on_reject(|rejection| {
        use axum::response::IntoResponse as _;
        let is_bad = rejection.kind() == RejectionKind::InvalidToken;
        if is_bad { "log in again" } else { "other" }.into_response()
    }));
    block_on(async {
        let first = service.start().await;
        let sent = || {
            let header = format!("Token {}", first.refresh_token().as_str());
            request("POST", "/refresh").with("authorization", header.as_bytes())
        };
        assert_eq!(sent().sent_to(&service.app).await.status, 200);
        service.clock.advance(Duration::from_secs(10));
        let answer = sent().sent_to(&service.app).await;
        answer.is(401, "log in again");
        assert!(answer.header("www-authenticate").starts_with("Token "));
    });
}
