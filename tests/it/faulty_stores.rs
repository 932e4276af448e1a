//! Code of the application that the guard calls, and that does not answer or panics.

use std::{future, io, sync::Arc, time::Duration};

use jwt_router::{App, EntityStore, JwtRoutes, StoreError, TimeLimited, prelude::*};
use jwt_router_tests::{Refusal, RequestExt as _, SECRET, User, ada, block_on, get, token};
use tokio::{sync::Semaphore, time::timeout};

use crate::log::logged;

#[protected(GET, "/me", register = false)]
async fn me(g: G<User>) -> String {
    g.name.clone()
}

#[ignored(GET, "/public", register = false)]
async fn public() -> &'static str {
    "public"
}

fn app(store: impl EntityStore<User>) -> App {
    let jwt = JwtRoutes::builder()
        .secret(SECRET)
        .clock(jwt_router_tests::FixedClock::at_unix(jwt_router_tests::NOW))
        .entity::<User>(store)
        .build()
        .unwrap();
    jwt.app_with((), routes![me, public]).build().unwrap()
}

/// Loads nothing, ever.
struct Silent;

impl EntityStore<User> for Silent {
    fn load(&self, _key: &i64) -> impl Future<Output = Result<Option<User>, StoreError>> + Send {
        future::pending()
    }
}

#[test]
fn a_store_that_never_answers_is_503_after_five_seconds() {
    block_on(async {
        tokio::time::pause();
        let app = app(Silent);
        let started = tokio::time::Instant::now();
        let answer = get("/me").bearer(&token(&ada())).sent_to(&app).await;
        answer.is_refused(Refusal::Unavailable);
        let waited = started.elapsed();
        assert!(waited >= Duration::from_secs(5), "{waited:?}");
        assert!(waited < Duration::from_secs(6), "{waited:?}");
    });
}

#[test]
fn a_store_has_a_time_limit_of_its_own() {
    block_on(async {
        tokio::time::pause();
        let app = app(TimeLimited::new(Silent, Duration::from_millis(200)));
        let started = tokio::time::Instant::now();
        let answer = get("/me").bearer(&token(&ada())).sent_to(&app).await;
        answer.is_refused(Refusal::Unavailable);
        assert!(started.elapsed() < Duration::from_secs(1));
    });
}

#[test]
fn a_slow_store_delays_no_other_request() {
    block_on(async {
        tokio::time::pause();
        let app = app(Silent);
        let token = token(&ada());
        let slow = get("/me").bearer(&token).sent_to(&app);
        let other = async {
            let started = tokio::time::Instant::now();
            get("/public").sent_to(&app).await.is(200, "public");
            started.elapsed()
        };
        let (answer, waited) = tokio::join!(slow, other);
        answer.is_refused(Refusal::Unavailable);
        assert_eq!(waited, Duration::ZERO);
    });
}

/// Does one operation of tokio after another, each of which is ready at once. Only tokio's cooperative budget makes it
/// pause.
async fn busy(_key: i64) -> Result<Option<User>, io::Error> {
    let semaphore = Semaphore::new(1);
    loop {
        drop(semaphore.acquire().await);
    }
}

#[test]
fn a_store_that_is_always_busy_is_503_in_time() {
    block_on(async {
        let app = app(TimeLimited::new(busy, Duration::from_millis(50)));
        let token = token(&ada());
        let answer = get("/me").bearer(&token).sent_to(&app);
        let answer = timeout(Duration::from_secs(10), answer).await;
        answer.unwrap().is_refused(Refusal::Unavailable);
    });
}

#[test]
fn the_log_says_how_long_a_store_had() {
    let app = app(TimeLimited::new(Silent, Duration::from_millis(20)));
    let log = logged(|| {
        let answer = get("/me").bearer(&token(&ada())).to(&app);
        answer.is_refused(Refusal::Unavailable);
    });
    let fields = &log[0]["fields"];
    assert_eq!(fields["code"], "store_unavailable", "{log:?}");
    assert_eq!(
        fields["error"], "the store did not answer within 20ms",
        "{log:?}"
    );
}

/// Panics before its future is made, in it, or at once.
#[derive(Clone, Copy)]
enum Panicking {
    InTheFuture,
    AtOnce,
}

impl EntityStore<User> for Panicking {
    async fn load(&self, _key: &i64) -> Result<Option<User>, StoreError> {
        panic!("marker-panic")
    }

    fn load_now(&self, _key: &i64) -> Option<Result<Option<Arc<User>>, StoreError>> {
        match self {
            Self::InTheFuture => None,
            Self::AtOnce => panic!("marker-panic"),
        }
    }
}

#[test]
fn a_store_that_panics_is_500_and_the_application_goes_on() {
    for store in [Panicking::InTheFuture, Panicking::AtOnce] {
        let app = app(store);
        let log = logged(|| {
            let answer = get("/me").bearer(&token(&ada())).to(&app);
            answer.is_refused(Refusal::Fault);
        });
        let event = &log[0];
        assert_eq!(event["level"], "ERROR");
        assert_eq!(event["fields"]["code"], "store_panicked", "{log:?}");
        let handler = event["fields"]["handler"].as_str().unwrap();
        assert!(handler.ends_with("faulty_stores::me"), "{handler}");
        assert!(
            event["fields"]["location"]
                .as_str()
                .unwrap()
                .contains("faulty_stores.rs:")
        );
        get("/public").to(&app).is(200, "public");
    }
}

#[test]
fn a_closure_that_panics_before_it_returns_a_future_is_500() {
    fn load(_key: i64) -> future::Ready<Result<Option<User>, io::Error>> {
        panic!("marker-panic")
    }
    let app = app(load);
    let answer = get("/me").bearer(&token(&ada())).to(&app);
    answer.is_refused(Refusal::Fault);
}

async fn silent(_g: G<User>) -> bool {
    future::pending().await
}

async fn panicking(_g: G<User>) -> bool {
    panic!("marker-panic")
}

fn panicking_at_once(_g: G<User>) -> bool {
    panic!("marker-panic")
}

#[protected(GET, "/silent", guard = silent, register = false)]
async fn behind_silent() {}

#[protected(GET, "/panicking", guard = panicking, register = false)]
async fn behind_panicking() {}

#[protected(GET, "/panicking-at-once", guard = panicking_at_once, register = false)]
async fn behind_panicking_at_once() {}

fn builder() -> JwtRoutesBuilder {
    JwtRoutes::builder()
        .secret(SECRET)
        .clock(jwt_router_tests::FixedClock::at_unix(jwt_router_tests::NOW))
        .entity::<User>(MemoryStore::new([ada()]))
}

fn predicates(builder: JwtRoutesBuilder) -> App {
    let routes = routes![
        behind_silent,
        behind_panicking,
        behind_panicking_at_once,
        public
    ];
    builder
        .build()
        .unwrap()
        .app_with((), routes)
        .build()
        .unwrap()
}

#[test]
fn a_predicate_that_never_answers_is_503_after_five_seconds() {
    block_on(async {
        tokio::time::pause();
        let app = predicates(builder());
        let started = tokio::time::Instant::now();
        let answer = get("/silent").bearer(&token(&ada())).sent_to(&app).await;
        answer.is_refused(Refusal::Unavailable);
        let waited = started.elapsed();
        assert!(waited >= Duration::from_secs(5), "{waited:?}");
        assert!(waited < Duration::from_secs(6), "{waited:?}");
    });
}

#[test]
fn the_time_of_a_predicate_is_configured() {
    block_on(async {
        tokio::time::pause();
        let app = predicates(builder().predicate_timeout(Duration::from_millis(100)));
        let started = tokio::time::Instant::now();
        let answer = get("/silent").bearer(&token(&ada())).sent_to(&app).await;
        answer.is_refused(Refusal::Unavailable);
        assert!(started.elapsed() < Duration::from_secs(1));
    });
}

#[test]
fn a_predicate_that_panics_is_500_and_the_log_names_the_handler() {
    let app = predicates(builder());
    for path in ["/panicking", "/panicking-at-once"] {
        let log = logged(|| {
            let answer = get(path).bearer(&token(&ada())).to(&app);
            answer.is_refused(Refusal::Fault);
        });
        assert_eq!(log[0]["level"], "ERROR");
        assert_eq!(log[0]["fields"]["code"], "predicate_panicked", "{log:?}");
        let handler = log[0]["fields"]["handler"].as_str().unwrap();
        assert!(
            handler.contains("faulty_stores::behind_panicking"),
            "{handler}"
        );
    }
    get("/public").to(&app).is(200, "public");
}

#[entity(table = "crew", key = "id", roles = Self::roles)]
#[derive(Clone)]
struct Crew {
    id: i64,
}

impl Crew {
    fn roles(&self) -> Vec<String> {
        panic!("marker-panic of {}", self.id)
    }
}

#[protected(GET, "/bridge", role = "captain", register = false)]
async fn bridge(_g: G<Crew>) {}

#[test]
fn roles_that_panic_are_500() {
    let jwt = builder().entity::<Crew>(MemoryStore::new([Crew { id: 1 }]));
    let jwt = jwt.build().unwrap();
    let app = jwt.app_with((), routes![bridge]).build().unwrap();
    let token = jwt.create_token_for::<Crew>(&1).unwrap();
    let answer = get("/bridge").bearer(token.as_str()).to(&app);
    answer.is_refused(Refusal::Fault);
}

#[test]
fn a_body_of_refusals_that_panics_is_the_default_one() {
    fn body(_rejection: &Rejection) -> &'static str {
        panic!("marker-panic")
    }
    let app = predicates(builder().on_reject(body));
    get("/silent").to(&app).is_refused(Refusal::NoToken);
}
