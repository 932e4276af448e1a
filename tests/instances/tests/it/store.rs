//! A store of sessions of its own for each test: a schema of PostgreSQL, or the keys of Redis with one prefix.

use std::{
    env,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    process,
    sync::atomic::{AtomicUsize, Ordering},
};

use jwt_router_tests::skip;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};
use tokio::runtime::{Builder, Runtime};

#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    Postgres,
    Redis,
}

/// The part of a server that one test has.
pub(crate) struct Store {
    kind: Kind,
    pub(crate) url: String,
    /// The schema, or the prefix of the keys.
    pub(crate) namespace: String,
}

impl Kind {
    /// Returns the URL of the server for tests. If there is none, the test is skipped.
    fn server(self) -> Option<String> {
        let (word, variable) = match self {
            Self::Postgres => ("postgres", "TEST_POSTGRES_URL"),
            Self::Redis => ("redis", "TEST_REDIS_URL"),
        };
        let url = env::var(variable).ok();
        if url.is_none() {
            skip(word, "the variable with its URL is not set");
        }
        url
    }
}

/// Runs a test with a store of its own, and removes the store whether the test fails or not.
pub(crate) fn run(kind: Kind, test: impl AsyncFnOnce(&Store)) {
    let Some(url) = kind.server() else {
        return;
    };
    let (runtime, store) = (runtime(), Store::new(kind, url));
    runtime.block_on(store.create());
    let outcome = catch_unwind(AssertUnwindSafe(|| runtime.block_on(test(&store))));
    runtime.block_on(store.remove());
    outcome.unwrap_or_else(|panic| resume_unwind(panic));
}

pub(crate) fn runtime() -> Runtime {
    let mut builder = Builder::new_multi_thread();
    builder.worker_threads(2).enable_all().build().unwrap()
}

impl Store {
    pub(crate) fn new(kind: Kind, url: String) -> Self {
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("jwt_router_instances_{}_{number}", process::id());
        let namespace = match kind {
            Kind::Postgres => name,
            Kind::Redis => format!("{name}:"),
        };
        Self {
            kind,
            url,
            namespace,
        }
    }

    pub(crate) async fn create(&self) {
        if matches!(self.kind, Kind::Postgres) {
            let script = format!("create schema {}", self.namespace);
            self.execute(script).await;
        }
    }

    async fn remove(&self) {
        match self.kind {
            Kind::Postgres => {
                let script = format!("drop schema {} cascade", self.namespace);
                self.execute(script).await;
            }
            Kind::Redis => self.remove_keys().await,
        }
    }

    async fn execute(&self, script: String) {
        let mut connection = PgConnection::connect(&self.url).await.unwrap();
        let done = sqlx::raw_sql(AssertSqlSafe(script)).execute(&mut connection);
        done.await.unwrap();
    }

    async fn remove_keys(&self) {
        let client = redis::Client::open(self.url.as_str()).unwrap();
        let mut connection = client.get_multiplexed_async_connection().await.unwrap();
        let mut find = redis::cmd("KEYS");
        find.arg(format!("{}*", self.namespace));
        let keys: Vec<String> = find.query_async(&mut connection).await.unwrap();
        if !keys.is_empty() {
            let mut delete = redis::cmd("DEL");
            let _removed: i64 = delete.arg(keys).query_async(&mut connection).await.unwrap();
        }
    }
}
