//! A database of its own for each test, on SQLite and on the servers that `TEST_POSTGRES_URL` and `TEST_MYSQL_URL`
//! name; without its variable, a test is skipped.

use std::{
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    process,
    sync::atomic::{AtomicUsize, Ordering},
};

use jwt_router_tests::{block_on, skip};
use sqlx::{AssertSqlSafe, Database, Executor, Pool, pool::PoolOptions};

/// The database of one test.
pub(super) struct TestDatabase<DB: Database> {
    pub(super) pool: Pool<DB>,
    /// The name of the schema (PostgreSQL), of the database (MySQL), or of the file (SQLite).
    pub(super) name: String,
}

impl<DB: Server> TestDatabase<DB>
where
    for<'c> &'c mut DB::Connection: Executor<'c, Database = DB>,
{
    pub(super) async fn execute(&self, sql: &str) {
        // A connection of SQLite reads the changes that others made to the schema with its next query of a table.
        let before = if DB::WORD == "sqlite" {
            "select 1 from sqlite_schema limit 1; "
        } else {
            ""
        };
        let done = sqlx::raw_sql(AssertSqlSafe(format!("{before}{sql}"))).execute(&self.pool);
        if let Err(error) = done.await {
            panic!("{sql}: {error}");
        }
    }

    #[expect(clippy::unused_self, reason = "a test asks its database")]
    pub(super) fn is_postgres(&self) -> bool {
        DB::WORD == "postgres"
    }

    #[expect(clippy::unused_self, reason = "a test asks its database")]
    pub(super) fn is_mysql(&self) -> bool {
        DB::WORD == "mysql"
    }

    /// Writes the parameter `?` of a query as the database has it.
    pub(super) fn with_parameter(&self, sql: &str) -> String {
        let parameter = if self.is_postgres() { "$1" } else { "?" };
        sql.replace('?', parameter)
    }

    /// Opens another pool on the database.
    pub(super) fn pool_with(&self, options: PoolOptions<DB>) -> Pool<DB> {
        let server = DB::server().unwrap();
        options.connect_lazy_with(DB::options(&server, &self.name))
    }
}

/// A kind of database, and where the tests have one.
pub(super) trait Server: Database {
    /// The word of `TESTS_REQUIRE`.
    const WORD: &'static str;

    /// Returns the URL of the server; `None` if there is no server for tests.
    fn server() -> Option<String>;

    /// Returns the options of connections to the database of this name.
    fn options(server: &str, name: &str) -> <Self::Connection as sqlx::Connection>::Options;

    fn create(server: &str, name: &str) -> impl Future<Output = ()>;

    fn drop(server: &str, name: &str) -> impl Future<Output = ()>;
}

/// Runs a test with a database of its own, and removes the database whether it fails or not.
pub(super) fn run<DB: Server, F: Future<Output = ()>>(test: impl FnOnce(TestDatabase<DB>) -> F) {
    static NUMBER: AtomicUsize = AtomicUsize::new(0);
    let Some(server) = DB::server() else {
        let reason = "the variable with its URL is not set";
        return skip(DB::WORD, reason);
    };
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let name = format!("jwt_router_{}_{number}", process::id());
    block_on(DB::create(&server, &name));
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        block_on(async {
            let options = DB::options(&server, &name);
            let pool = PoolOptions::new().max_connections(4);
            let pool = pool.connect_with(options).await.unwrap();
            let name = name.clone();
            test(TestDatabase { pool, name }).await;
        });
    }));
    block_on(DB::drop(&server, &name));
    outcome.unwrap_or_else(|panic| resume_unwind(panic));
}

#[cfg(feature = "sqlx-sqlite")]
mod sqlite {
    use std::{fs, path::PathBuf};

    use sqlx::{Sqlite, sqlite::SqliteConnectOptions};

    use super::Server;

    fn file(name: &str) -> PathBuf {
        PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name)
    }

    impl Server for Sqlite {
        const WORD: &'static str = "sqlite";

        fn server() -> Option<String> {
            Some(String::new())
        }

        fn options(_server: &str, name: &str) -> SqliteConnectOptions {
            let options = SqliteConnectOptions::new().filename(file(name));
            options.create_if_missing(true)
        }

        async fn create(_server: &str, _name: &str) {}

        async fn drop(_server: &str, name: &str) {
            fs::remove_file(file(name)).ok();
        }
    }
}

#[cfg(feature = "sqlx-postgres")]
mod postgres {
    use std::env;

    use sqlx::{
        AssertSqlSafe, Connection as _, PgConnection, Postgres, postgres::PgConnectOptions,
    };

    use super::Server;

    async fn execute(server: &str, sql: String) {
        let mut connection = PgConnection::connect(server).await.unwrap();
        let done = sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut connection);
        done.await.unwrap();
    }

    impl Server for Postgres {
        const WORD: &'static str = "postgres";

        fn server() -> Option<String> {
            env::var("TEST_POSTGRES_URL").ok()
        }

        fn options(server: &str, name: &str) -> PgConnectOptions {
            let options: PgConnectOptions = server.parse().unwrap();
            options.options([("search_path", name)])
        }

        async fn create(server: &str, name: &str) {
            execute(server, format!("create schema {name}")).await;
        }

        async fn drop(server: &str, name: &str) {
            execute(server, format!("drop schema {name} cascade")).await;
        }
    }
}

#[cfg(feature = "sqlx-mysql")]
mod mysql {
    use std::env;

    use sqlx::{
        AssertSqlSafe, Connection as _, MySql, MySqlConnection, mysql::MySqlConnectOptions,
    };

    use super::Server;

    async fn execute(server: &str, sql: String) {
        let mut connection = MySqlConnection::connect(server).await.unwrap();
        let done = sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut connection);
        done.await.unwrap();
    }

    impl Server for MySql {
        const WORD: &'static str = "mysql";

        fn server() -> Option<String> {
            env::var("TEST_MYSQL_URL").ok()
        }

        fn options(server: &str, name: &str) -> MySqlConnectOptions {
            let options: MySqlConnectOptions = server.parse().unwrap();
            options.database(name)
        }

        async fn create(server: &str, name: &str) {
            execute(server, format!("create database {name}")).await;
        }

        async fn drop(server: &str, name: &str) {
            execute(server, format!("drop database {name}")).await;
        }
    }
}
