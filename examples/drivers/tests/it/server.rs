//! A schema of its own for each test; without a server, the test is skipped.

use std::{
    env,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    process,
};

use tokio::runtime::Builder;
use tokio_postgres::{Client, NoTls};

pub(crate) struct Schema {
    client: Client,
    server: String,
    name: String,
}

impl Schema {
    /// Returns the URL of connections that find their tables in the schema.
    pub(crate) fn url(&self) -> String {
        let separator = if self.server.contains('?') { '&' } else { '?' };
        let Self { server, name, .. } = self;
        format!("{server}{separator}options=-c%20search_path%3D{name}")
    }

    pub(crate) async fn execute(&self, sql: &str) {
        self.client.batch_execute(sql).await.unwrap();
    }
}

/// Runs a test with a new schema, and removes the schema whether the test fails or not.
pub(crate) fn with_schema(name: &str, test: impl AsyncFnOnce(&Schema)) {
    let Ok(server) = env::var("TEST_POSTGRES_URL") else {
        return skip();
    };
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let schema = runtime.block_on(async {
        let (client, connection) = tokio_postgres::connect(&server, NoTls).await.unwrap();
        tokio::spawn(connection);
        let name = format!("jwt_router_{name}_{}", process::id());
        let create = format!("create schema {name}; set search_path to {name}");
        client.batch_execute(&create).await.unwrap();
        Schema {
            client,
            server,
            name,
        }
    });
    let outcome = catch_unwind(AssertUnwindSafe(|| runtime.block_on(test(&schema))));
    let drop = format!("drop schema {} cascade", schema.name);
    runtime.block_on(schema.execute(&drop));
    outcome.unwrap_or_else(|panic| resume_unwind(panic));
}

#[expect(
    clippy::print_stderr,
    reason = "a skipped test is not to look like one that ran"
)]
fn skip() {
    let required = env::var("TESTS_REQUIRE").unwrap_or_default();
    assert!(
        !required.split(',').any(|word| word == "postgres"),
        "a test that needs `postgres` cannot run: TEST_POSTGRES_URL is not set"
    );
    eprintln!("skipped, since `postgres` is missing: TEST_POSTGRES_URL is not set");
}
