//! A store that keeps entities for a while.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicI32, AtomicUsize, Ordering},
    },
    time::Duration,
};

use jwt_router::{
    App, Cached, ConfigProblem, EntityField, EntityStore, FindBy, JwtRoutes, MemorySessions,
    MemoryStore, Period, StoreError, TimeLimited, prelude::*,
};
use jwt_router_tests::{
    Answer, FixedClock, NOW, Refusal, RequestExt as _, SECRET, User, ada, block_on, get, grace,
    request, token,
};
use tokio::sync::Semaphore;

const TTL: Duration = Duration::from_secs(10);

#[protected(GET, "/me", register = false)]
async fn me(g: G<User>) -> String {
    g.name.clone()
}

/// How a load ends.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Ending {
    Found,
    Failed,
    Panicked,
    /// The store returns a user with another key.
    OtherKey,
}

/// A table whose loads can be counted, held back and made to fail.
#[derive(Clone)]
struct Table {
    users: Arc<Mutex<HashMap<i64, User>>>,
    loads: Arc<AtomicUsize>,
    endings: Arc<Mutex<Vec<Ending>>>,
    /// A load takes one permit after it has read the row.
    open: Arc<Semaphore>,
}

impl Table {
    fn new() -> Self {
        let users = HashMap::from([(1, ada()), (2, grace())]);
        Self {
            users: Arc::new(Mutex::new(users)),
            loads: Arc::default(),
            endings: Arc::default(),
            open: Arc::new(Semaphore::new(1000)),
        }
    }

    /// A table whose loads wait for [`finish`](Self::finish).
    fn slow() -> Self {
        Self {
            open: Arc::new(Semaphore::new(0)),
            ..Self::new()
        }
    }

    fn finish(&self, loads: usize) {
        self.open.add_permits(loads);
    }

    fn loads(&self) -> usize {
        self.loads.load(Ordering::SeqCst)
    }

    fn rename(&self, key: i64, name: &str) {
        let mut users = self.users.lock().unwrap();
        name.clone_into(&mut users.get_mut(&key).unwrap().name);
    }

    /// The next loads end in these ways, the last first.
    fn next(&self, endings: &[Ending]) {
        *self.endings.lock().unwrap() = endings.to_vec();
    }
}

impl EntityStore<User> for Table {
    async fn load(&self, key: &i64) -> Result<Option<User>, StoreError> {
        self.loads.fetch_add(1, Ordering::SeqCst);
        let user = self.users.lock().unwrap().get(key).cloned();
        let ending = self.endings.lock().unwrap().pop();
        self.open.acquire().await.unwrap().forget();
        match ending.unwrap_or(Ending::Found) {
            Ending::Found => Ok(user),
            Ending::Failed => Err(StoreError::new("the database is away")),
            Ending::Panicked => panic!("marker-panic"),
            Ending::OtherKey => Ok(Some(grace())),
        }
    }

    fn time_limit(&self) -> Duration {
        Duration::from_secs(1)
    }

    fn problems(&self) -> Vec<String> {
        vec![
            "a problem of the table".to_owned();
            usize::from(self.users.lock().unwrap().is_empty())
        ]
    }
}

impl FindBy<User> for Table {
    async fn find_by(
        &self,
        field: &EntityField<User>,
        value: &str,
    ) -> Result<Option<User>, StoreError> {
        self.loads.fetch_add(1, Ordering::SeqCst);
        let users = self.users.lock().unwrap();
        let mut users = users.values();
        Ok(users.find(|user| field.value(user) == value).cloned())
    }
}

fn app(store: impl EntityStore<User>) -> App {
    let jwt = JwtRoutes::builder()
        .secret(SECRET)
        .clock(FixedClock::at_unix(NOW))
        .entity::<User>(store)
        .build()
        .unwrap();
    jwt.app_with((), routes![me]).build().unwrap()
}

/// A table, the store that keeps its entities, and an application.
struct Service {
    table: Table,
    cached: Cached<User, Table>,
    app: App,
}

impl Service {
    fn new(table: Table) -> Self {
        let cached = table.clone().cached(TTL, 100);
        let app = app(cached.clone());
        Self { table, cached, app }
    }

    async fn ask(&self, user: User) -> Answer {
        get("/me").bearer(&token(&user)).sent_to(&self.app).await
    }

    async fn is(&self, body: &str, loads: usize) {
        self.ask(ada()).await.is(200, body);
        assert_eq!(self.table.loads(), loads);
    }
}

/// Lets the other futures of the test come to where they wait.
async fn settle() {
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
}

#[test]
fn an_entity_is_loaded_again_when_its_time_is_over_and_not_before() {
    block_on(async {
        tokio::time::pause();
        let service = Service::new(Table::new());
        service.is("Ada", 1).await;
        service.table.rename(1, "Ada L.");
        tokio::time::advance(Duration::from_millis(9_999)).await;
        service.is("Ada", 1).await;
        tokio::time::advance(Duration::from_millis(1)).await;
        service.is("Ada L.", 2).await;
        service.is("Ada L.", 2).await;
        service.ask(grace()).await.is(200, "Grace");
        assert_eq!(service.table.loads(), 3);
    });
}

#[test]
fn the_time_counts_from_the_beginning_of_the_load() {
    block_on(async {
        tokio::time::pause();
        let service = Service::new(Table::slow());
        let waiting = Duration::from_millis(900);
        let (answer, ()) = tokio::join!(service.ask(ada()), async {
            settle().await;
            tokio::time::advance(waiting).await;
            service.table.finish(1000);
        });
        answer.is(200, "Ada");
        service.is("Ada", 1).await;
        tokio::time::advance(TTL.saturating_sub(waiting)).await;
        service.is("Ada", 2).await;
    });
}

#[test]
fn a_deleted_user_is_out_after_the_time_and_at_once_after_invalidate() {
    block_on(async {
        tokio::time::pause();
        for invalidate in [false, true] {
            let service = Service::new(Table::new());
            service.is("Ada", 1).await;
            service.table.users.lock().unwrap().remove(&1);
            service.is("Ada", 1).await;
            if invalidate {
                service.cached.invalidate(&1);
            } else {
                tokio::time::advance(TTL).await;
            }
            service.ask(ada()).await.is_refused(Refusal::BadToken);
        }
    });
}

#[test]
fn a_load_that_takes_longer_than_the_time_serves_all_that_waited_for_it() {
    block_on(async {
        tokio::time::pause();
        let table = Table::slow();
        let app = app(table.clone().cached(Duration::from_millis(100), 100));
        let token = token(&ada());
        let ask = || get("/me").bearer(&token).sent_to(&app);
        let (first, second, third, ()) = tokio::join!(ask(), ask(), ask(), async {
            settle().await;
            tokio::time::advance(Duration::from_millis(200)).await;
            table.finish(1);
        });
        for answer in [first, second, third] {
            answer.is(200, "Ada");
        }
        assert_eq!(table.loads(), 1);
    });
}

#[test]
fn a_request_that_begins_after_the_time_does_not_use_the_load_that_it_waited_for() {
    block_on(async {
        tokio::time::pause();
        let table = Table::slow();
        let app = app(table.clone().cached(Duration::from_millis(100), 100));
        let token = token(&ada());
        let ask = || get("/me").bearer(&token).sent_to(&app);
        let (early, late, also_late, ()) = tokio::join!(
            ask(),
            async {
                settle().await;
                tokio::time::advance(Duration::from_millis(100)).await;
                table.rename(1, "Ada L.");
                ask().await
            },
            async {
                for _ in 0..3 {
                    settle().await;
                }
                ask().await
            },
            async {
                for _ in 0..10 {
                    settle().await;
                }
                table.finish(2);
            }
        );
        early.is(200, "Ada");
        late.is(200, "Ada L.");
        also_late.is(200, "Ada L.");
        assert_eq!(table.loads(), 2);
    });
}

#[test]
fn one_load_is_in_flight_for_a_key() {
    block_on(async {
        let service = Service::new(Table::slow());
        let ask = || service.ask(ada());
        let (first, second, third, grace, ()) =
            tokio::join!(ask(), ask(), ask(), service.ask(grace()), async {
                settle().await;
                assert_eq!(service.table.loads(), 2, "one for each key");
                service.table.finish(2);
            });
        for answer in [first, second, third] {
            answer.is(200, "Ada");
        }
        grace.is(200, "Grace");
        assert_eq!(service.table.loads(), 2);
    });
}

#[test]
fn a_load_that_began_before_invalidate_is_not_kept() {
    block_on(async {
        for all in [false, true] {
            let service = Service::new(Table::slow());
            let (before, after, ()) = tokio::join!(
                service.ask(ada()),
                async {
                    settle().await;
                    service.table.rename(1, "Ada L.");
                    if all {
                        service.cached.invalidate_all();
                    } else {
                        service.cached.invalidate(&1);
                    }
                    service.ask(ada()).await
                },
                async {
                    for _ in 0..10 {
                        settle().await;
                    }
                    assert_eq!(
                        service.table.loads(),
                        2,
                        "the second load waits for no first"
                    );
                    service.table.finish(1000);
                }
            );
            before.is(200, "Ada");
            after.is(200, "Ada L.");
            service.is("Ada L.", 2).await;
        }
    });
}

#[entity(table = "members", token_version = Self::token_version)]
#[derive(Clone)]
struct Member {
    id: i64,
    token_version: i32,
}

impl Member {
    fn token_version(&self) -> i32 {
        self.token_version
    }
}

#[protected(GET, "/member", register = false)]
async fn member(_g: G<Member>) -> &'static str {
    "in"
}

#[protected(POST, "/refresh", refresh, register = false)]
async fn refresh(_refresh: Refresh<Member>) -> &'static str {
    "refreshed"
}

#[protected(POST, "/password", purpose = "reset-password", register = false)]
async fn reset(_link: Link<Member>) -> &'static str {
    "reset"
}

/// A table of one member, whose version changes, with the number of its loads.
#[derive(Clone, Default)]
struct Versions {
    current: Arc<AtomicI32>,
    loads: Arc<AtomicUsize>,
    /// A load takes one permit after it has read the row; without it, loads do not wait.
    open: Option<Arc<Semaphore>>,
}

impl Versions {
    fn loads(&self) -> usize {
        self.loads.load(Ordering::SeqCst)
    }

    fn change(&self) {
        self.current.fetch_add(1, Ordering::SeqCst);
    }

    fn member(&self) -> Member {
        Member {
            id: 1,
            token_version: self.current.load(Ordering::SeqCst),
        }
    }
}

impl EntityStore<Member> for Versions {
    async fn load(&self, _key: &i64) -> Result<Option<Member>, StoreError> {
        self.loads.fetch_add(1, Ordering::SeqCst);
        let member = self.member();
        if let Some(open) = &self.open {
            open.acquire().await.unwrap().forget();
        }
        Ok(Some(member))
    }
}

/// An instance that keeps the member of a table, which other instances change.
struct Instance {
    table: Versions,
    jwt: JwtRoutes,
    app: App,
}

impl Instance {
    fn new(table: Versions) -> Self {
        let jwt = JwtRoutes::builder()
            .secret(SECRET)
            .clock(FixedClock::at_unix(NOW))
            .entity::<Member>(TimeLimited::new(table.clone().cached(TTL, 100), TTL))
            .sessions(MemorySessions::new())
            .build()
            .unwrap();
        let app = jwt.app_with((), routes![member, refresh, reset]);
        let app = app.build().unwrap();
        Self { table, jwt, app }
    }

    /// Returns an instance whose table lets one load through, and any other when the semaphore has more permits.
    fn with_one_load() -> (Self, Arc<Semaphore>) {
        let open = Arc::new(Semaphore::new(1));
        let instance = Self::new(Versions {
            open: Some(Arc::clone(&open)),
            ..Versions::default()
        });
        (instance, open)
    }

    /// Returns a token of the member's current version.
    fn token(&self) -> String {
        let token = self.jwt.create_token(&self.table.member()).unwrap();
        token.as_str().to_owned()
    }

    async fn ask(&self, token: &str) -> Answer {
        get("/member").bearer(token).sent_to(&self.app).await
    }

    async fn post(&self, path: &str, token: &str) -> Answer {
        let request = request("POST", path).bearer(token);
        request.sent_to(&self.app).await
    }
}

#[test]
fn tokens_of_a_new_version_are_accepted_at_once() {
    block_on(async {
        for kind in ["access", "refresh", "link"] {
            let instance = Instance::new(Versions::default());
            let old = instance.token();
            instance.ask(&old).await.is(200, "in");
            instance.table.change();
            let member = instance.table.member();
            match kind {
                "access" => instance.ask(&instance.token()).await.is(200, "in"),
                "refresh" => {
                    let pair = instance.jwt.start_session(&member).await.unwrap();
                    let answer = instance
                        .post("/refresh", pair.refresh_token().as_str())
                        .await;
                    answer.is(200, "refreshed");
                }
                _ => {
                    let link = instance.jwt.link(&member, "reset-password").sign().unwrap();
                    let answer = instance.post("/password", link.as_str()).await;
                    answer.is(200, "reset");
                }
            }
            assert_eq!(instance.table.loads(), 2, "{kind}");
            instance.ask(&old).await.is_refused(Refusal::BadToken);
        }
    });
}

#[test]
fn a_token_of_an_old_version_costs_one_load_for_each_request() {
    block_on(async {
        let instance = Instance::new(Versions::default());
        let old = instance.token();
        instance.table.change();
        for loads in 1..=5 {
            instance.ask(&old).await.is_refused(Refusal::BadToken);
            assert_eq!(instance.table.loads(), loads);
        }
        instance.ask(&instance.token()).await.is(200, "in");
        assert_eq!(instance.table.loads(), 5);
    });
}

#[test]
fn requests_with_an_old_version_at_once_share_a_load() {
    block_on(async {
        let (instance, open) = Instance::with_one_load();
        let old = instance.token();
        instance.table.change();
        instance.ask(&instance.token()).await.is(200, "in");
        let ask = || instance.ask(&old);
        let (first, second, third, fourth, ()) = tokio::join!(ask(), ask(), ask(), ask(), async {
            settle().await;
            open.add_permits(1000);
        });
        for answer in [first, second, third, fourth] {
            answer.is_refused(Refusal::BadToken);
        }
        // The first load, that of the first of the four requests, and one that began after all of the four.
        assert_eq!(instance.table.loads(), 3);
    });
}

#[test]
fn a_token_of_another_version_is_503_while_the_store_fails() {
    block_on(async {
        let (instance, _) = Instance::with_one_load();
        let old = instance.token();
        instance.ask(&old).await.is(200, "in");
        instance.table.change();
        tokio::time::pause();
        let answer = instance.ask(&instance.token()).await;
        answer.is_refused(Refusal::Unavailable);
    });
}

#[test]
fn a_user_that_is_missing_is_looked_for_again() {
    block_on(async {
        let service = Service::new(Table::new());
        service.table.users.lock().unwrap().remove(&1);
        for _ in 0..2 {
            service.ask(ada()).await.is_refused(Refusal::BadToken);
        }
        service.table.users.lock().unwrap().insert(1, ada());
        service.is("Ada", 3).await;
        service.is("Ada", 3).await;
    });
}

#[test]
fn an_error_a_panic_and_another_users_row_are_not_kept() {
    for (ending, refusal) in [
        (Ending::Failed, Refusal::Unavailable),
        (Ending::Panicked, Refusal::Fault),
        (Ending::OtherKey, Refusal::BadToken),
    ] {
        block_on(async {
            let service = Service::new(Table::new());
            service.table.next(&[ending, ending]);
            for _ in 0..2 {
                service.ask(ada()).await.is_refused(refusal);
            }
            service.is("Ada", 3).await;
            service.is("Ada", 3).await;
        });
    }
}

#[test]
fn a_load_that_fails_or_is_given_up_is_taken_over_by_the_next_request() {
    block_on(async {
        for ending in [Ending::Failed, Ending::Panicked] {
            let service = Service::new(Table::slow());
            service.table.next(&[ending]);
            let (first, second, third, ()) = tokio::join!(
                service.ask(ada()),
                service.ask(ada()),
                service.ask(ada()),
                async {
                    settle().await;
                    service.table.finish(1000);
                }
            );
            let mut statuses = [first.status, second.status, third.status];
            statuses.sort_unstable();
            let failed = if ending == Ending::Failed { 503 } else { 500 };
            assert_eq!(statuses, [200, 200, failed]);
            assert_eq!(service.table.loads(), 2);
        }

        // The first client is gone before its load has ended.
        let service = Service::new(Table::slow());
        let given_up = tokio::time::timeout(Duration::ZERO, service.ask(ada()));
        assert!(given_up.await.is_err());
        service.table.finish(1000);
        service.is("Ada", 2).await;
    });
}

#[test]
fn a_load_that_never_ends_is_503_for_all_that_wait_for_it() {
    block_on(async {
        tokio::time::pause();
        let service = Service::new(Table::slow());
        let started = tokio::time::Instant::now();
        let (first, second) = tokio::join!(service.ask(ada()), service.ask(ada()));
        first.is_refused(Refusal::Unavailable);
        second.is_refused(Refusal::Unavailable);
        let waited = started.elapsed();
        assert!(
            waited < Duration::from_secs(2),
            "the table's limit: {waited:?}"
        );
        service.table.finish(1000);
        service.ask(ada()).await.is(200, "Ada");
    });
}

#[test]
fn a_kept_entity_is_at_hand_without_a_future() {
    block_on(async {
        let cached = Table::new().cached(TTL, 100);
        assert!(cached.load_now(&1).is_none());
        cached.load(&1).await.unwrap();
        let at_hand = || cached.load_now(&1).unwrap().unwrap().unwrap();
        assert_eq!(*at_hand(), ada());
        assert!(
            Arc::ptr_eq(&at_hand(), &at_hand()),
            "requests share the entity"
        );
        assert!(cached.load_now(&2).is_none());
    });
}

#[test]
fn no_more_entities_are_kept_than_the_capacity() {
    block_on(async {
        let load =
            |user_id: i64| async move { Ok::<_, StoreError>(Some(User { user_id, ..ada() })) };
        let cached: Cached<User, _> = load.cached(TTL, 10);
        for key in 0..1000 {
            cached.load(&key).await.unwrap();
        }
        let kept = (0..1000).filter(|key| cached.load_now(key).is_some());
        assert!((1..=10).contains(&kept.count()));
    });
}

#[test]
fn a_search_by_a_field_is_not_kept() {
    block_on(async {
        let service = Service::new(Table::new());
        let field = EntityField::new("name", |user: &User| &user.name);
        for loads in [1, 2] {
            let found = service.cached.find_by(&field, "Ada").await.unwrap();
            assert_eq!(found, Some(ada()));
            assert_eq!(service.table.loads(), loads);
        }
    });
}

#[test]
fn other_stores_around_and_inside_behave_as_ever() {
    block_on(async {
        let inside = TimeLimited::new(MemoryStore::new([ada()]), Duration::from_secs(7));
        let cached: Cached<User, _> = inside.cached(TTL, 10);
        assert_eq!(EntityStore::time_limit(&cached), Duration::from_secs(7));
        let app = app(TimeLimited::new(cached, Duration::from_secs(2)));
        get("/me")
            .bearer(&token(&ada()))
            .sent_to(&app)
            .await
            .is(200, "Ada");
        get("/me")
            .bearer(&token(&grace()))
            .sent_to(&app)
            .await
            .is_refused(Refusal::BadToken);
    });
}

#[test]
fn a_time_or_a_capacity_out_of_bounds_is_a_problem_of_the_configuration() {
    fn problems(ttl: impl Into<Period>, capacity: usize, table: Table) -> Vec<String> {
        let store: Cached<User, _> = table.cached(ttl, capacity);
        let built = JwtRoutes::builder()
            .secret(SECRET)
            .entity::<User>(store)
            .build();
        let Err(error) = built else { return Vec::new() };
        let reason = |problem: &ConfigProblem| match problem {
            ConfigProblem::Store {
                table: "users",
                reason,
                ..
            } => reason.clone(),
            other => panic!("{other}"),
        };
        error.problems().iter().map(reason).collect()
    }
    let hour = Duration::from_secs(3600);
    assert!(problems("1h", 1, Table::new()).is_empty());
    assert_eq!(
        problems("an hour", 1, Table::new()),
        [
            "`.cached(..)` is `an hour`: write a number and a unit, such as `30s`, `15m`, `12h` or `7d`"
        ]
    );
    assert!(problems(hour, 1, Table::new()).is_empty());
    assert!(problems(Duration::from_nanos(1), 10_000_000, Table::new()).is_empty());
    let empty = Table::new();
    empty.users.lock().unwrap().clear();
    assert_eq!(problems(hour, 1, empty.clone()), ["a problem of the table"]);
    for (ttl, capacity, expected) in [
        (Duration::ZERO, 1, "more than zero and at most an hour"),
        (
            hour + Duration::from_nanos(1),
            1,
            "more than zero and at most an hour",
        ),
        (hour, 0, "at least 1"),
        (hour, usize::MAX, "at most 10000000"),
    ] {
        let found = problems(ttl, capacity, Table::new());
        assert!(found.len() == 1 && found[0].contains(expected), "{found:?}");
    }
    assert_eq!(problems(Duration::ZERO, 0, empty).len(), 3);
}
