//! Where entities come from: memory, closures, stores of one's own; how often, and what if they fail.

use std::{
    io,
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    task::Poll,
};

use axum::{
    RequestPartsExt as _, Router, extract::FromRequestParts, http::request::Parts, routing::any,
};
use jwt_router::{App, JwtRoutes, MemoryStore, Rejection, StoreError, prelude::*};
use jwt_router_tests::{
    FixedClock, NOW, Refusal, RequestExt as _, SECRET, User, ada, block_on, get, grace, token,
};

fn without_store() -> JwtRoutesBuilder {
    JwtRoutes::builder()
        .secret(SECRET)
        .clock(FixedClock::at_unix(NOW))
}

/// Asks the store inside of an extractor.
struct Inside(Option<G<User>>);

impl<S: Send + Sync> FromRequestParts<S> for Inside {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Rejection> {
        Ok(Self(parts.extract::<Option<G<User>>>().await?))
    }
}

#[protected(GET, "/me", register = false)]
async fn me(g: G<User>) -> String {
    g.name.clone()
}

#[protected(GET, "/nothing", register = false)]
async fn nothing() -> &'static str {
    "Ada"
}

#[protected(GET, "/several", register = false)]
async fn several(one: G<User>, two: Option<G>, three: Inside, four: G<User>) -> String {
    let is_there = two.is_some() && three.0.is_some() && one.user_id == four.user_id;
    if is_there {
        one.name.clone()
    } else {
        "incomplete".to_owned()
    }
}

#[whitelist(GET, "/optional", register = false)]
async fn optional(one: Option<G<User>>, two: Option<G>, three: Inside) -> String {
    let is_there = two.is_some() && three.0.is_some();
    one.filter(|_| is_there)
        .map_or_else(|| "incomplete".to_owned(), |g| g.name.clone())
}

#[whitelist(GET, "/inside-first", register = false)]
async fn inside_first(one: Inside, two: Option<G<User>>) -> String {
    two.filter(|_| one.0.is_some())
        .map_or_else(|| "incomplete".to_owned(), |g| g.name.clone())
}

#[protected(GET, "/claims", claims_only, register = false)]
async fn claims(g: G) -> String {
    if g.get::<User>().is_none() {
        "Ada".to_owned()
    } else {
        "loaded".to_owned()
    }
}

#[whitelist(GET, "/public", register = false)]
async fn public() -> &'static str {
    "Ada"
}

fn app(builder: JwtRoutesBuilder) -> App {
    let by_hand = Router::new().route(
        "/merged",
        any(|g: G<User>, _: Inside| async move { g.name.clone() }),
    );
    builder
        .build()
        .unwrap()
        .app_with(
            (),
            routes![me, nothing, several, optional, inside_first, claims, public],
        )
        .merge(by_hand)
        .build()
        .unwrap()
}

/// Sends Ada's token.
#[track_caller]
fn check(app: &App, path: &str, expected: Result<&str, Refusal>) {
    let answer = get(path).bearer(&token(&ada())).to(app);
    match expected {
        Ok(body) => answer.is(200, body),
        Err(refusal) => answer.is_refused(refusal),
    }
}

/// Checks how often a request with Ada's token asks the store.
#[track_caller]
fn check_loads(path: &str, expected: usize) {
    let loads = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&loads);
    let app = app(without_store().entity::<User>(move |user_id: i64| {
        counter.fetch_add(1, Ordering::SeqCst);
        async move { Ok::<_, StoreError>((user_id == 1).then(ada)) }
    }));
    check(&app, path, Ok("Ada"));
    assert_eq!(loads.load(Ordering::SeqCst), expected, "{path}");
    // A token that is not good asks nothing.
    drop(get(path).bearer("a.b.c").to(&app));
    drop(get(path).to(&app));
    assert_eq!(loads.load(Ordering::SeqCst), expected, "{path}");
}

#[test]
fn an_entity_is_loaded_once_for_a_request() {
    check_loads("/me", 1);
    check_loads("/nothing", 1);
    check_loads("/several", 1);
    check_loads("/optional", 1);
    check_loads("/merged", 1);
}

#[test]
fn an_entity_is_loaded_once_whoever_asks_first() {
    check_loads("/inside-first", 1);
}

#[test]
fn claims_and_public_routes_load_nothing() {
    check_loads("/claims", 0);
    check_loads("/public", 0);
}

// SECURITY.md, rule 7: a deleted user is out at once.
#[test]
fn a_deleted_entity_is_out_at_once() {
    let users = MemoryStore::new([ada()]);
    let app = app(without_store().entity::<User>(users.clone()));
    check(&app, "/me", Ok("Ada"));
    users.remove(&1);
    for path in ["/me", "/nothing", "/several", "/optional", "/merged"] {
        check(&app, path, Err(Refusal::BadToken));
    }
    check(&app, "/claims", Ok("Ada"));
    users.insert(User {
        name: "Ada II".to_owned(),
        ..ada()
    });
    check(&app, "/me", Ok("Ada II"));
}

// A fault of ours is never a 401, and never open.
#[test]
fn a_store_that_fails_is_503_without_its_words() {
    let app = app(without_store().entity::<User>(|_: i64| async {
        Err::<Option<User>, _>(io::Error::other("postgres://root:marker@db"))
    }));
    for path in [
        "/me",
        "/nothing",
        "/several",
        "/optional",
        "/inside-first",
        "/merged",
    ] {
        let answer = get(path).bearer(&token(&ada())).to(&app);
        answer.is_refused(Refusal::Unavailable);
        assert!(!format!("{answer:?}").contains("marker"));
    }
    check(&app, "/public", Ok("Ada"));
    check(&app, "/claims", Ok("Ada"));
    get("/me").to(&app).is_refused(Refusal::NoToken);
}

#[test]
fn a_slow_store_is_waited_for() {
    for path in ["/me", "/optional", "/merged"] {
        let (answer, asked) = tokio::sync::mpsc::unbounded_channel::<()>();
        let asked = Arc::new(tokio::sync::Mutex::new(asked));
        let app = app(without_store().entity::<User>(move |_: i64| {
            let asked = Arc::clone(&asked);
            async move {
                asked.lock().await.recv().await;
                Ok::<_, io::Error>(Some(ada()))
            }
        }));
        block_on(async {
            let mut request = pin!(get(path).bearer(&token(&ada())).sent_to(&app));
            for _ in 0..3 {
                let is_waiting = std::future::poll_fn(|context| {
                    Poll::Ready(request.as_mut().poll(context).is_pending())
                });
                assert!(is_waiting.await, "{path}");
            }
            answer.send(()).unwrap();
            request.await.is(200, "Ada");
        });
    }
}

struct OwnStore;

impl EntityStore<User> for OwnStore {
    async fn load(&self, key: &i64) -> Result<Option<User>, StoreError> {
        match key {
            1 => Ok(Some(ada())),
            2 => Err(StoreError::new("no answer")),
            _ => Ok(None),
        }
    }
}

#[test]
fn a_store_of_ones_own_answers_in_three_ways() {
    let app = app(without_store().entity::<User>(OwnStore));
    check(&app, "/me", Ok("Ada"));
    let failing = get("/me").bearer(&token(&grace())).to(&app);
    failing.is_refused(Refusal::Unavailable);
    let missing = token(&User {
        user_id: 3,
        ..ada()
    });
    get("/me")
        .bearer(&missing)
        .to(&app)
        .is_refused(Refusal::BadToken);
}

#[test]
fn requests_share_the_entity_of_a_memory_store() {
    let users = MemoryStore::new([ada()]);
    let at_hand = || users.load_now(&1).unwrap().unwrap().unwrap();
    assert_eq!(*at_hand(), ada());
    assert!(Arc::ptr_eq(&at_hand(), &at_hand()));
    let before = at_hand();
    users.insert(User {
        name: "Augusta".to_owned(),
        ..ada()
    });
    assert_eq!((&*before.name, &*at_hand().name), ("Ada", "Augusta"));
}

#[test]
fn a_memory_store_is_a_map() {
    let users = MemoryStore::new([ada()]);
    assert!(users.insert(grace()).is_none());
    assert_eq!((users.len(), users.is_empty()), (2, false));
    assert_eq!(users.insert(ada()), Some(ada()));
    assert_eq!(users.get(&2), Some(grace()));
    assert_eq!(users.remove(&2), Some(grace()));
    assert_eq!(users.get(&2), None);
}
