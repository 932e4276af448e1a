//! A schema of PostgreSQL for one test.

use std::{env, thread};

use sqlx::{AssertSqlSafe, Connection, PgConnection, postgres::PgConnectOptions};
use tokio::runtime;

/// The variable with the URL of the server, for the run on PostgreSQL.
pub(crate) const URL: &str = "REALWORLD_TESTS_ON";

/// A schema, which is dropped with this value.
pub(crate) struct Schema {
    url: String,
    name: String,
}

impl Schema {
    /// Creates a schema, if the tests run on PostgreSQL.
    pub(crate) async fn create() -> Option<Self> {
        let url = env::var(URL).ok()?;
        let name = format!("realworld_{:016x}", getrandom::u64().unwrap());
        run(&url, format!("create schema {name}")).await;
        Some(Self { url, name })
    }

    /// The options of a connection whose tables are those of the schema.
    pub(crate) fn options(&self) -> PgConnectOptions {
        let options: PgConnectOptions = self.url.parse().unwrap();
        options.options([("search_path", &self.name)])
    }
}

impl Drop for Schema {
    fn drop(&mut self) {
        let (url, name) = (self.url.clone(), self.name.clone());
        // The test's own runtime cannot wait here.
        let dropping = thread::spawn(move || {
            let runtime = runtime::Builder::new_current_thread().enable_all().build();
            runtime
                .unwrap()
                .block_on(run(&url, format!("drop schema {name} cascade")));
        });
        drop(dropping.join());
    }
}

async fn run(url: &str, sql: String) {
    let mut connection = PgConnection::connect(url).await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(sql))
        .execute(&mut connection)
        .await
        .unwrap();
    connection.close().await.unwrap();
}
