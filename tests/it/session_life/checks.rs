//! The guard refuses the access tokens of sessions that have ended.

use std::{sync::atomic::Ordering, time::Duration};

use jwt_router::{
    Check, EndSession, JwtRoutes, MemorySessions, NewSession, SessionError, SessionId,
    SessionOwner, SessionState, SessionStore as _, prelude::*,
};
use jwt_router_tests::{
    NOW, RequestExt as _, SECRET, User, ada, block_on, builder, claims_of, forge_raw, get, grace,
    request,
};

use super::{Service, broken::Broken, remote::Remote, service};
use crate::log::logged_during;

/// Sends the token of a good session to an application whose store is broken.
async fn status_of(broken: Broken, check: Check, path: &str) -> u16 {
    let good = service();
    let bad = Service::new(builder().sessions(broken).check_sessions(check));
    let pair = good.start().await;
    bad.status(path, &pair).await
}

/// Returns two instances with one store, of which the first caches for 30 seconds that a session is active.
fn sharing_a_store() -> (Service, Service) {
    let store = Remote::default();
    let cached = builder().sessions(store.clone());
    let here = Service::new(cached.check_sessions(Check::cached("30s")));
    (here, Service::new(builder().sessions(store)))
}

#[test]
fn a_session_that_was_ended_is_refused_from_the_next_request_on() {
    let service = service();
    block_on(async {
        let (pair, other) = (service.start().await, service.start().await);
        for path in ["/me", "/claims"] {
            assert_eq!(service.status(path, &pair).await, 200, "{path}");
        }
        let token = pair.access_token().as_str();
        let out = request("POST", "/logout")
            .bearer(token)
            .sent_to(&service.app)
            .await;
        assert_eq!(out.status, 204, "{}", out.body);
        for path in ["/me", "/claims"] {
            assert_eq!(service.status(path, &pair).await, 401, "{path}");
            assert_eq!(service.status(path, &other).await, 200, "{path}");
        }
    });
}

#[test]
fn the_log_says_that_the_session_has_ended() {
    let service = service();
    block_on(async {
        let pair = service.start().await;
        service.jwt.end_all_sessions::<User>(&1).await.unwrap();
        let log =
            logged_during(async { assert_eq!(service.status("/me", &pair).await, 401) }).await;
        assert_eq!(log[0]["fields"]["code"], "session_ended");
        assert_eq!(log[0]["fields"]["key"], "1");
    });
}

#[test]
fn all_sessions_of_one_entity_end_and_those_of_others_go_on() {
    let service = service();
    block_on(async {
        let mine = [service.start().await, service.start().await];
        let other = service.jwt.start_session(&grace()).await.unwrap();
        service.jwt.end_all_sessions::<User>(&1).await.unwrap();
        for pair in &mine {
            assert_eq!(service.status("/me", pair).await, 401);
        }
        assert_eq!(service.status("/me", &other).await, 200);
    });
}

/// A logout everywhere on a route that does not load the entity.
#[protected(POST, "/everywhere", entity = User, claims_only, register = false)]
async fn everywhere(g: G, jwt: JwtRoutes) -> Result<EndSession, SessionError> {
    jwt.end_own_sessions(&g).await
}

#[test]
fn a_caller_ends_the_own_sessions_and_no_others() {
    let service = service();
    let app = service
        .jwt
        .app_with((), routes![everywhere])
        .build()
        .unwrap();
    block_on(async {
        let mine = [service.start().await, service.start().await];
        let other = service.jwt.start_session(&grace()).await.unwrap();
        let token = mine[0].access_token().as_str();
        let out = request("POST", "/everywhere").bearer(token);
        assert_eq!(out.sent_to(&app).await.status, 204);
        for pair in &mine {
            assert_eq!(service.status("/me", pair).await, 401);
        }
        assert_eq!(service.status("/me", &other).await, 200);
    });
}

#[entity(table = "names")]
#[derive(Clone)]
struct Named {
    id: String,
}

#[protected(POST, "/names", entity = Named, claims_only, register = false)]
async fn end_named(g: G, jwt: JwtRoutes) -> Result<EndSession, SessionError> {
    jwt.end_own_sessions(&g).await
}

#[test]
fn a_key_with_escaped_letters_has_the_sessions_of_the_key() {
    let named = Named {
        id: "\u{e9}".to_owned(),
    };
    let jwt = builder().sessions(MemorySessions::new());
    let jwt = jwt.entity::<Named>(MemoryStore::new([named.clone()]));
    let jwt = jwt.build().unwrap();
    let app = jwt.app_with((), routes![end_named]).build().unwrap();
    let claims = format!(
        r#"{{"table_name":"names","id":"\u00e9","exp":{}}}"#,
        NOW + 60
    );
    let token = forge_raw(r#"{"alg":"HS256"}"#, &claims, SECRET);
    block_on(async {
        jwt.start_session(&named).await.unwrap();
        let out = request("POST", "/names").bearer(&token);
        assert_eq!(out.sent_to(&app).await.status, 204);
        assert_eq!(jwt.sessions::<Named>(&named.id).await.unwrap(), []);
    });
}

#[test]
fn a_refresh_token_ends_all_sessions_of_its_entity() {
    let service = service();
    block_on(async {
        let (pair, other) = (service.start().await, service.start().await);
        let out = request("DELETE", "/everywhere").bearer(pair.refresh_token().as_str());
        assert_eq!(out.sent_to(&service.app).await.status, 204);
        assert_eq!(service.status("/me", &other).await, 401);
    });
}

#[test]
fn nobody_ends_the_session_of_another_entity() {
    let service = service();
    block_on(async {
        let pair = service.start().await;
        let sessions = service.jwt.sessions::<User>(&1).await.unwrap();
        let id = sessions[0].id;
        service.jwt.end_session_of::<User>(&2, id).await.unwrap();
        assert_eq!(service.status("/me", &pair).await, 200);
        service.jwt.end_session_of::<User>(&1, id).await.unwrap();
        assert_eq!(service.status("/me", &pair).await, 401);
    });
}

#[test]
fn a_token_without_a_session_is_admitted() {
    let service = service();
    let token = service.jwt.create_token(&ada()).unwrap();
    let answer = get("/me").bearer(token.as_str()).to(&service.app);
    assert_eq!(answer.status, 200);
}

#[test]
fn a_session_without_a_refresh_ends_after_the_idle_time() {
    let settings = builder().sessions(MemorySessions::new());
    let service = Service::new(settings.access_for("1h").idle("30m"));
    block_on(async {
        let pair = service.start().await;
        service.clock.advance(Duration::from_secs(30 * 60 - 1));
        assert_eq!(service.status("/me", &pair).await, 200);
        service.clock.advance(Duration::from_secs(1));
        assert_eq!(service.status("/me", &pair).await, 401);
    });
}

#[test]
fn a_store_of_sessions_that_fails_is_never_open() {
    block_on(async {
        tokio::time::pause();
        for check in [Check::Always, Check::cached("30s")] {
            let check = || check.clone();
            for path in ["/me", "/claims"] {
                assert_eq!(status_of(Broken::Fails, check(), path).await, 503);
                assert_eq!(status_of(Broken::Silent, check(), path).await, 503);
                assert_eq!(status_of(Broken::Panics, check(), path).await, 500);
            }
        }
        assert_eq!(status_of(Broken::Fails, Check::Never, "/me").await, 200);
    });
}

#[test]
fn a_session_ended_elsewhere_is_refused_when_the_cached_result_is_over() {
    let (here, elsewhere) = sharing_a_store();
    block_on(async {
        let pair = here.start().await;
        assert_eq!(here.status("/me", &pair).await, 200);
        elsewhere.jwt.end_all_sessions::<User>(&1).await.unwrap();
        assert_eq!(elsewhere.status("/me", &pair).await, 401);
        here.clock.advance(Duration::from_secs(29));
        assert_eq!(here.status("/me", &pair).await, 200, "it is cached");
        here.clock.advance(Duration::from_secs(1));
        assert_eq!(here.status("/me", &pair).await, 401);
    });
}

#[test]
fn a_clock_that_is_set_back_does_not_prolong_the_cached_result() {
    let (here, elsewhere) = sharing_a_store();
    block_on(async {
        let pair = here.start().await;
        here.clock.advance(Duration::from_secs(600));
        assert_eq!(here.status("/me", &pair).await, 200);
        elsewhere.jwt.end_all_sessions::<User>(&1).await.unwrap();
        here.clock.set_back(Duration::from_secs(300));
        assert_eq!(here.status("/me", &pair).await, 401);
    });
}

#[test]
fn that_a_session_has_ended_is_not_cached() {
    let store = Remote::default();
    let settings = builder().sessions(store.clone());
    let service = Service::new(settings.check_sessions(Check::cached("5m")));
    block_on(async {
        // The token of a session that the store does not know yet, as a replica that lags behind.
        let elsewhere = Service::new(builder().sessions(MemorySessions::new()));
        let token = elsewhere.start().await;
        assert_eq!(service.status("/me", &token).await, 401);
        let sid = claims_of(token.access_token().as_str())["sid"].clone();
        let id = SessionId::of_sid(sid.as_str().unwrap());
        let now = i64::try_from(NOW).unwrap() * 1000;
        let session = NewSession {
            id,
            owner: SessionOwner::new("users", "1"),
            label: "",
            started: now,
            state: SessionState {
                generation: 0,
                spent_at: now,
                idle_until: now + 60_000,
                expires: now + 60_000,
            },
        };
        store.start(&session).await.unwrap();
        assert_eq!(service.status("/me", &token).await, 200);
    });
}

#[test]
fn a_session_ended_here_is_refused_at_once_also_with_a_cache() {
    let settings = builder().sessions(Remote::default());
    let service = Service::new(settings.check_sessions(Check::cached("30s")));
    block_on(async {
        let (pair, other) = (service.start().await, service.start().await);
        assert_eq!(service.status("/me", &pair).await, 200);
        assert_eq!(service.status("/me", &other).await, 200);
        let token = pair.access_token().as_str();
        let out = request("POST", "/logout").bearer(token);
        assert_eq!(out.sent_to(&service.app).await.status, 204);
        assert_eq!(service.status("/me", &pair).await, 401);
        service.jwt.end_all_sessions::<User>(&1).await.unwrap();
        assert_eq!(service.status("/me", &other).await, 401);
    });
}

#[test]
fn an_answer_that_arrives_after_the_logout_is_not_cached() {
    let store = Remote::default();
    let settings = builder().sessions(store.clone());
    let service = Service::new(settings.check_sessions(Check::cached("5m")));
    block_on(async {
        let pair = service.start().await;
        store.asking_waits.store(true, Ordering::Relaxed);
        let under_way = service.status("/me", &pair);
        let logout = async {
            service.jwt.end_all_sessions::<User>(&1).await.unwrap();
            store.arrives.notify_one();
        };
        let (status, ()) = tokio::join!(under_way, logout);
        assert_eq!(status, 200, "it was under way");
        assert_eq!(service.status("/me", &pair).await, 401);
    });
}

#[test]
fn a_session_that_is_not_checked_ends_with_its_access_token() {
    let settings = builder().sessions(MemorySessions::new());
    let service = Service::new(settings.check_sessions(Check::Never));
    block_on(async {
        let pair = service.start().await;
        service.jwt.end_all_sessions::<User>(&1).await.unwrap();
        assert_eq!(service.status("/me", &pair).await, 200);
        service.clock.advance(Duration::from_secs(15 * 60 + 5));
        assert_eq!(service.status("/me", &pair).await, 401);
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

#[test]
fn the_sessions_of_an_entity_with_a_version_are_listed_and_ended_by_its_key() {
    let builder = builder().sessions(MemorySessions::new());
    let member = Member { id: 7, version: 1 };
    let jwt = builder.entity::<Member>(MemoryStore::new([member.clone()]));
    let jwt = jwt.build().unwrap();
    block_on(async {
        for _ in 0..3 {
            jwt.start_session(&member).await.unwrap();
        }
        let sessions = jwt.sessions::<Member>(&7).await.unwrap();
        let first = sessions[0].id;
        assert!(jwt.end_session_of::<Member>(&7, first).await.unwrap());
        assert!(!jwt.end_session_of::<Member>(&7, first).await.unwrap());
        assert_eq!(jwt.sessions::<Member>(&7).await.unwrap().len(), 2);
        jwt.end_all_sessions::<Member>(&7).await.unwrap();
        assert!(jwt.sessions::<Member>(&7).await.unwrap().is_empty());
    });
}
