//! `G::until_end`: a stream does not outlive the right of its caller.

mod checks;
mod failures;

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
    time::{Duration, SystemTime},
};

use axum::Extension;
use jwt_router::{
    App, Clock, Ended, JwtRoutes, MemorySessions, SessionOwner, SessionStore as _, StoreError,
    UntilEnd, prelude::*,
};
use jwt_router_tests::{NOW, RequestExt as _, SECRET, block_on, get};
use tokio::time::Instant;

#[entity(table = "members", token_version = Self::token_version)]
#[derive(Clone)]
struct Member {
    id: i64,
    token_version: i64,
}

impl Member {
    fn token_version(&self) -> i64 {
        self.token_version
    }
}

/// An entity whose tokens have no version.
#[entity(table = "visitors")]
#[derive(Clone)]
struct Visitor {
    id: i64,
}

/// The clock of a test whose time is tokio's, which a test stops and moves on.
struct TokioClock(Instant);

impl Clock for TokioClock {
    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(NOW) + self.0.elapsed()
    }
}

/// The future of the stream that was opened last.
type Opened = Arc<Mutex<Option<UntilEnd>>>;

#[protected(GET, "/stream", register = false)]
async fn stream(g: G<Member>, Extension(opened): Extension<Opened>) {
    *opened.lock().unwrap() = Some(g.until_end());
}

#[protected(GET, "/any", register = false)]
async fn any(g: G, Extension(opened): Extension<Opened>) {
    *opened.lock().unwrap() = Some(g.until_end());
}

#[protected(GET, "/claims", entity = Visitor, claims_only, register = false)]
async fn claims(g: G, Extension(opened): Extension<Opened>) {
    *opened.lock().unwrap() = Some(g.until_end());
}

#[whitelist(GET, "/feed", register = false)]
async fn feed(g: Option<G<Member>>, Extension(opened): Extension<Opened>) {
    *opened.lock().unwrap() = g.map(|g| g.until_end());
}

const PATHS: [&str; 3] = ["/stream", "/any", "/feed"];

/// A store of members that fails when it is told to, and counts its loads.
#[derive(Clone)]
struct Members {
    stored: MemoryStore<Member>,
    fails: Arc<AtomicBool>,
    loads: Arc<AtomicU32>,
}

impl EntityStore<Member> for Members {
    async fn load(&self, id: &i64) -> Result<Option<Member>, StoreError> {
        self.loads.fetch_add(1, Ordering::SeqCst);
        if self.fails.load(Ordering::SeqCst) {
            return Err(StoreError::new("disk on fire"));
        }
        Ok(self.stored.get(id))
    }
}

/// An application with the member 1.
struct Site {
    jwt: JwtRoutes,
    app: App,
    opened: Opened,
    store: Members,
    sessions: MemorySessions,
}

impl Site {
    fn new() -> Self {
        Self::of(|builder| builder)
    }

    fn of(settings: impl FnOnce(JwtRoutesBuilder) -> JwtRoutesBuilder) -> Self {
        let store = Members {
            stored: MemoryStore::new([member(1)]),
            fails: Arc::default(),
            loads: Arc::default(),
        };
        let sessions = MemorySessions::new();
        let builder = JwtRoutes::builder()
            .secret(SECRET)
            .clock(TokioClock(Instant::now()))
            .expires_in(seconds(600))
            .leeway(seconds(5))
            .sessions(sessions.clone())
            .entity::<Member>(store.clone());
        let jwt = settings(builder).build().unwrap();
        let opened = Opened::default();
        let app = jwt.app_with((), routes![stream, any, claims, feed]);
        let app = app.build().unwrap().layer(Extension(Arc::clone(&opened)));
        Self {
            jwt,
            app,
            opened,
            store,
            sessions,
        }
    }

    fn token(&self) -> String {
        self.jwt.create_token(&member(1)).unwrap().into_string()
    }

    /// Ends all sessions of the member, as another instance does.
    async fn end_sessions(&self) {
        let owner = SessionOwner::new("members", "1");
        self.sessions.end_all(&owner).await.unwrap();
    }

    /// Opens a stream with this token.
    async fn open(&self, path: &str, token: &str) -> Stream {
        let answer = get(path).bearer(token).sent_to(&self.app).await;
        assert_eq!(answer.status, 200, "{path}");
        let until_end = self.opened.lock().unwrap().take().unwrap();
        Stream {
            until_end,
            since: Instant::now(),
        }
    }
}

/// An open stream.
struct Stream {
    until_end: UntilEnd,
    since: Instant,
}

impl Stream {
    /// Checks that the stream is still open after so many more seconds.
    #[track_caller]
    fn check_open(&mut self, more: u64) -> impl Future<Output = ()> {
        let ended = tokio::time::timeout(seconds(more), &mut self.until_end);
        async { assert!(ended.await.is_err()) }
    }

    /// Checks the reason for which it ends, and the seconds after its start. A check comes up to half of its interval
    /// of 30 seconds earlier, at random; the expiry does not.
    async fn check_ends(self, reason: Ended, after: u64) {
        let ended = self.until_end.await;
        let earliest = after - if reason == Ended::Expired { 0 } else { 15 };
        let found = self.since.elapsed().as_secs();
        assert_eq!(ended, reason);
        assert!((earliest..=after).contains(&found), "{reason:?}: {found} s");
    }
}

const fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

fn member(token_version: i64) -> Member {
    Member {
        id: 1,
        token_version,
    }
}

/// Runs a test whose time is tokio's, which moves on when nothing else is to be done.
fn run(test: impl AsyncFnOnce()) {
    block_on(async {
        tokio::time::pause();
        test().await;
    });
}

#[test]
fn a_stream_ends_when_the_guard_refuses_its_token() {
    run(async || {
        let site = Site::new();
        for path in PATHS {
            let token = site.token();
            let stream = site.open(path, &token).await;
            stream.check_ends(Ended::Expired, 605).await;
            let answer = get(path).bearer(&token).sent_to(&site.app).await;
            assert_eq!(answer.status, 401, "{path}");
        }
    });
}

#[test]
fn a_token_shorter_than_the_interval_ends_in_time() {
    run(async || {
        let site = Site::of(|builder| builder.expires_in(seconds(7)));
        let stream = site.open("/stream", &site.token()).await;
        stream.check_ends(Ended::Expired, 12).await;
        assert_eq!(site.store.loads.load(Ordering::SeqCst), 1);
    });
}

#[test]
fn a_stream_ends_with_the_version_of_its_entity() {
    run(async || {
        let site = Site::new();
        for path in PATHS {
            let mut stream = site.open(path, &site.token()).await;
            stream.check_open(45).await;
            site.store.stored.insert(member(2));
            stream.check_ends(Ended::OldVersion, 60).await;
            site.store.stored.insert(member(1));
        }
    });
}

#[test]
fn a_stream_ends_with_its_entity() {
    run(async || {
        let site = Site::new();
        let mut stream = site.open("/stream", &site.token()).await;
        stream.check_open(10).await;
        site.store.stored.remove(&1);
        stream.check_ends(Ended::NoSuchEntity, 30).await;
    });
}

#[test]
fn a_stream_ends_with_its_session() {
    run(async || {
        let site = Site::new();
        for path in PATHS {
            let pair = site.jwt.start_session(&member(1)).await.unwrap();
            let token = pair.access_token().as_str();
            let mut stream = site.open(path, token).await;
            stream.check_open(31).await;
            site.end_sessions().await;
            stream.check_ends(Ended::SessionEnded, 60).await;
        }
    });
}

#[test]
fn a_stream_holds_neither_its_caller_nor_its_request() {
    fn is_static<T: Send + Unpin + 'static>(_: &T) {}
    run(async || {
        let site = Site::new();
        let Stream { until_end, .. } = site.open("/stream", &site.token()).await;
        is_static(&until_end);
        assert_eq!(format!("{until_end:?}"), "UntilEnd");
    });
}
