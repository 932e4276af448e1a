//! Streams of the callers of other issuers end with their token and their entity.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::Extension;
use jwt_router::{Ended, EntityField, OidcIssuer, UntilEnd, prelude::*};
use jwt_router_tests::{
    FixedClock, Keys, NOW, RequestExt as _, TestIssuer, TestKey, block_on, get, users_only,
};
use serde_json::json;

use super::{Member, claims, subject};

type Opened = Arc<Mutex<Option<UntilEnd>>>;

#[protected(GET, "/stream", register = false)]
async fn stream(g: G<Member>, Extension(opened): Extension<Opened>) {
    *opened.lock().unwrap() = Some(g.until_end());
}

/// An open stream of the member `mary`.
struct Stream {
    until_end: UntilEnd,
    clock: FixedClock,
    members: MemoryStore<Member>,
}

impl Stream {
    /// Opens a stream with a token of an issuer that is configured like this. From then on, the test moves the time.
    async fn open(
        configure: impl FnOnce(OidcIssuer, MemoryStore<Member>) -> OidcIssuer,
        leeway: Duration,
    ) -> Self {
        let members = MemoryStore::new([Member {
            subject: "mary".to_owned(),
        }]);
        let clock = FixedClock::at_unix(NOW);
        let key = TestKey::new("a");
        let issuer = TestIssuer::start(Keys::Are(vec![key.jwk()])).await;
        let trusted = OidcIssuer::discover(&issuer.url)
            .audience("my-api")
            .leeway(leeway);
        let jwt = users_only()
            .clock(clock.clone())
            .entity::<Member>(members.clone())
            .trusted_issuer(configure(trusted, members.clone()))
            .build()
            .unwrap();
        let opened = Opened::default();
        let app = jwt.app_with((), routes![stream]).build().unwrap();
        let app = app.layer(Extension(Arc::clone(&opened)));
        let token = key.sign(&claims(&issuer, json!({})));
        let answer = get("/stream").bearer(&token).sent_to(&app).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        tokio::time::pause();
        let until_end = opened.lock().unwrap().take().unwrap();
        Self {
            until_end,
            clock,
            members,
        }
    }

    /// Checks that the stream is still open after two checks.
    async fn check_open(&mut self) {
        let ended = tokio::time::timeout(Duration::from_secs(70), &mut self.until_end);
        assert!(ended.await.is_err());
    }
}

#[test]
fn a_stream_ends_after_the_leeway_of_its_issuer() {
    block_on(async {
        for leeway in [0, 100] {
            let by_key = |issuer: OidcIssuer, _| issuer.entity::<Member>("sub");
            let mut stream = Stream::open(by_key, Duration::from_secs(leeway)).await;
            stream.clock.advance(Duration::from_secs(599 + leeway));
            stream.check_open().await;
            stream.clock.advance(Duration::from_secs(1));
            assert_eq!(stream.until_end.await, Ended::Expired);
            tokio::time::resume();
        }
    });
}

#[test]
fn a_stream_ends_with_the_entity_that_a_claim_names() {
    let by_key = |issuer: OidcIssuer, _| issuer.entity::<Member>("sub");
    let by_field = |issuer: OidcIssuer, store| issuer.entity_by("sub", subject(), store);
    block_on(async {
        for is_key in [true, false] {
            let leeway = Duration::ZERO;
            let mut stream = if is_key {
                Stream::open(by_key, leeway).await
            } else {
                Stream::open(by_field, leeway).await
            };
            stream.check_open().await;
            stream.members.remove(&"mary".to_owned());
            assert_eq!(stream.until_end.await, Ended::NoSuchEntity);
            tokio::time::resume();
        }
    });
}

#[entity(table = "people")]
#[derive(Clone)]
struct Person {
    id: i64,
    name: String,
}

#[protected(GET, "/person", register = false)]
async fn person(g: G<Person>, Extension(opened): Extension<Opened>) {
    *opened.lock().unwrap() = Some(g.until_end());
}

#[test]
fn a_stream_ends_when_its_claim_is_that_of_another_entity() {
    let named = |id, name: &str| Person {
        id,
        name: name.to_owned(),
    };
    block_on(async {
        let people = MemoryStore::new([named(1, "mary")]);
        let key = TestKey::new("a");
        let issuer = TestIssuer::start(Keys::Are(vec![key.jwk()])).await;
        let by_name = EntityField::new("name", |person: &Person| &person.name);
        let trusted = OidcIssuer::discover(&issuer.url).audience("my-api");
        let jwt = users_only()
            .entity::<Person>(people.clone())
            .trusted_issuer(trusted.entity_by("sub", by_name, people.clone()))
            .build()
            .unwrap();
        let opened = Opened::default();
        let app = jwt.app_with((), routes![person]).build().unwrap();
        let app = app.layer(Extension(Arc::clone(&opened)));
        let token = key.sign(&claims(&issuer, json!({})));
        let answer = get("/person").bearer(&token).sent_to(&app).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        tokio::time::pause();
        people.insert(named(1, "mary ann"));
        people.insert(named(2, "mary"));
        let until_end = opened.lock().unwrap().take().unwrap();
        assert_eq!(until_end.await, Ended::NoSuchEntity);
    });
}
