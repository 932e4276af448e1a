//! Links for one use, which the store of sessions marks as used.

use std::{sync::Arc, time::Duration};

use jwt_router::{App, JwtRoutes, Link, MemorySessions, SessionStore, SignError, prelude::*};
use jwt_router_tests::{
    FixedClock, NOW, Refusal, RequestExt as _, SECRET, User, ada, block_on, claims_of, forge_raw,
    request,
};
use serde_json::json;
use tokio::task::JoinSet;

use super::{Member, Site, builder, member};
use crate::{
    log::{logged, logged_during},
    session_life::broken::Broken,
};

#[protected(POST, "/act", purpose = "act", register = false)]
async fn act(link: Link<User>) -> String {
    link.name.clone()
}

/// An application with the user 1, whose tokens have no version.
struct Unversioned {
    jwt: JwtRoutes,
    app: App,
}

impl Unversioned {
    fn new(store: impl SessionStore) -> Self {
        let builder = builder().sessions(store);
        let users = MemoryStore::new([ada()]);
        let jwt = builder.entity::<User>(users).build().unwrap();
        let app = jwt.app_with((), routes![act]).build().unwrap();
        Self { jwt, app }
    }

    fn link(&self) -> String {
        let link = self.jwt.link(&ada(), "act").once().sign();
        link.unwrap().into_string()
    }

    async fn status(&self, link: &str) -> u16 {
        let sent = request("POST", "/act").bearer(link);
        sent.sent_to(&self.app).await.status
    }
}

#[test]
fn a_link_for_one_use_is_refused_the_second_time() {
    let site = Site::of(builder().sessions(MemorySessions::new()));
    let link = site.jwt.link(&member(1), "reset-password").once().sign();
    let link = link.unwrap().into_string();
    site.post("/forgotten", &link).is(200, "1");
    let log = logged(|| site.post("/forgotten", &link).is_refused(Refusal::BadToken));
    assert_eq!(log[0]["fields"]["code"], "spent_link");
    // Another link is another use.
    let other = site.link("reset-password");
    site.post("/forgotten", &other).is(200, "1");
}

#[test]
fn an_entity_without_a_version_has_links_for_one_use() {
    let site = Unversioned::new(MemorySessions::new());
    block_on(async {
        let link = site.link();
        assert_eq!(site.status(&link).await, 200);
        assert_eq!(site.status(&link).await, 401);
        assert_eq!(site.status(&site.link()).await, 200);
    });
}

#[test]
fn a_link_that_nothing_would_end_is_neither_minted_nor_taken() {
    let site = Unversioned::new(MemorySessions::new());
    let minted = site.jwt.link(&ada(), "act").sign();
    assert!(
        matches!(minted, Err(SignError::EndlessLink { .. })),
        "{minted:?}"
    );
    let mut claims = claims_of(&site.link());
    claims.as_object_mut().unwrap().remove("once");
    let endless = forge_raw(
        r#"{"alg":"HS256","typ":"link+jwt"}"#,
        &claims.to_string(),
        SECRET,
    );
    assert_eq!(block_on(site.status(&endless)), 401);
}

#[test]
fn a_link_for_one_use_needs_a_store() {
    let site = Site::new();
    let minted = site.jwt.link(&member(1), "reset-password").once().sign();
    assert!(
        matches!(minted, Err(SignError::NoSessionStore)),
        "{minted:?}"
    );
    // A store that was removed from the configuration later opens nothing.
    let before = Site::of(builder().sessions(MemorySessions::new()));
    let link = before.jwt.link(&member(1), "reset-password").once().sign();
    let link = link.unwrap().into_string();
    assert_eq!(site.post("/forgotten", &link).status, 500);
}

#[test]
fn of_64_uses_at_once_one_is_let_in() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build();
    runtime.unwrap().block_on(async {
        let site = Arc::new(Unversioned::new(MemorySessions::new()));
        let link = site.link();
        let mut tasks = JoinSet::new();
        for _ in 0..64 {
            let (site, link) = (Arc::clone(&site), link.clone());
            tasks.spawn(async move { site.status(&link).await });
        }
        let statuses = tasks.join_all().await;
        let let_in = statuses.iter().filter(|status| **status == 200);
        assert_eq!(let_in.count(), 1, "{statuses:?}");
    });
}

#[test]
fn a_link_of_a_missing_entity_is_not_spent() {
    let members = MemoryStore::new([]);
    let jwt = builder().sessions(MemorySessions::new());
    let jwt = jwt.entity::<Member>(members.clone()).build().unwrap();
    let app = jwt.app_with((), routes![super::forgotten]).build().unwrap();
    let link = jwt.link(&member(1), "reset-password").once().sign();
    let link = link.unwrap().into_string();
    let sent = || request("POST", "/forgotten").bearer(&link).to(&app);
    sent().is_refused(Refusal::BadToken);
    members.insert(member(1));
    sent().is(200, "1");
}

#[test]
fn a_store_that_fails_lets_nobody_in() {
    block_on(async {
        tokio::time::pause();
        for (broken, status) in [
            (Broken::Fails, 503),
            (Broken::Silent, 503),
            (Broken::Panics, 500),
        ] {
            let site = Unversioned::new(broken);
            assert_eq!(site.status(&site.link()).await, status);
        }
    });
}

#[test]
fn the_mark_of_a_link_is_kept_until_the_link_has_expired() {
    let (store, clock) = (MemorySessions::new(), FixedClock::at_unix(NOW));
    let builder = JwtRoutes::builder().secret(SECRET).clock(clock.clone());
    let users = MemoryStore::new([ada()]);
    let jwt = builder.sessions(store.clone()).entity::<User>(users);
    let jwt = jwt.leeway(Duration::from_secs(30)).build().unwrap();
    let app = jwt.app_with((), routes![act]).build().unwrap();
    block_on(async {
        let link = jwt.link(&ada(), "act").once().sign().unwrap();
        let sent = || request("POST", "/act").bearer(link.as_str());
        assert_eq!(sent().sent_to(&app).await.status, 200);
        clock.advance(Duration::from_secs(15 * 60 + 29));
        let now = i64::try_from((NOW + 15 * 60 + 29) * 1000).unwrap();
        store.purge(now, 100).await.unwrap();
        assert_eq!(sent().sent_to(&app).await.status, 401);
        assert!(!store.is_empty(), "the link is valid, so its mark is kept");
        store.purge(now + 62_000, 100).await.unwrap();
        assert!(store.is_empty());
    });
}

#[test]
fn the_id_of_a_link_for_one_use_is_no_claim_of_the_program() {
    let site = Site::of(builder().sessions(MemorySessions::new()));
    let link = site.jwt.link(&member(1), "reset-password");
    let minted = link.claims(&json!({ "once": "mine" })).sign();
    assert!(
        matches!(minted, Err(SignError::ReservedClaim { .. })),
        "{minted:?}"
    );
}

/// The leeway, by which one clock is behind the time, and another one ahead of it.
const LEEWAY: u64 = 5;

#[test]
fn a_mark_is_kept_until_no_clock_within_the_leeway_lets_the_link_in() {
    let store = MemorySessions::new();
    let clock = FixedClock::at_unix(NOW);
    let at = |clock: &FixedClock| {
        let users = MemoryStore::new([ada()]);
        let builder = builder().sessions(store.clone()).clock(clock.clone());
        let leeway = Duration::from_secs(LEEWAY);
        let jwt = builder
            .leeway(leeway)
            .entity::<User>(users)
            .build()
            .unwrap();
        let app = jwt.app_with((), routes![act]).build().unwrap();
        Unversioned { jwt, app }
    };
    block_on(async {
        let site = at(&clock);
        let lifetime = Duration::from_secs(30);
        let link = site
            .jwt
            .link(&ada(), "act")
            .once()
            .expires_in(lifetime)
            .sign();
        let link = link.unwrap().into_string();
        clock.advance(Duration::from_secs(30 + LEEWAY - 1));
        assert_eq!(site.status(&link).await, 200);
        // Another instance removes what is over by its clock.
        let ahead = FixedClock::at_unix(NOW + 30 + 3 * LEEWAY - 1);
        let other = at(&ahead);
        assert_eq!(other.status(&other.link()).await, 200);
        tokio::task::yield_now().await;
        assert_eq!(site.status(&link).await, 401);
    });
}

#[test]
fn a_used_link_is_refused_after_the_store_in_memory_is_lost() {
    block_on(async {
        let before = Unversioned::new(MemorySessions::new());
        let link = before.link();
        assert_eq!(before.status(&link).await, 200);
        let after = Unversioned::new(MemorySessions::new());
        let log = logged_during(async { assert_eq!(after.status(&link).await, 401) });
        assert_eq!(log.await[0]["fields"]["code"], "lost_marks");
    });
}

#[test]
fn a_link_that_was_minted_with_a_store_in_memory_is_refused_with_another_kind_of_store() {
    block_on(async {
        let link = Unversioned::new(MemorySessions::new()).link();
        // A store that works would accept the link, and this one is not asked.
        let other = Unversioned::new(Broken::Fails);
        assert_eq!(other.status(&link).await, 401);
    });
}

#[test]
fn applications_with_one_store_in_memory_accept_the_links_of_each_other() {
    block_on(async {
        let store = MemorySessions::new();
        let link = Unversioned::new(store.clone()).link();
        let other = Unversioned::new(store);
        assert_eq!(other.status(&link).await, 200);
        assert_eq!(other.status(&link).await, 401);
    });
}
