//! The database: its pool, its faults, and the scripts of an administrator.

use std::{fmt, time::Duration};

use jwt_router::App;
use sqlx::{
    AssertSqlSafe, Connection, MySqlConnection, MySqlPool, PgConnection, PgPool,
    mysql::MySqlPoolOptions, postgres::PgPoolOptions,
};
use tokio::time::sleep;

use crate::app;

/// A database that is tested.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Kind {
    /// `PostgreSQL`.
    Postgres,
    /// `MariaDB`.
    MariaDb,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Postgres => "PostgreSQL",
            Self::MariaDb => "MariaDB",
        })
    }
}

/// The database of a running server.
#[derive(Clone, Copy)]
pub(crate) struct Database {
    kind: Kind,
    port: u16,
}

/// The application's pool of connections.
pub(crate) enum Pool {
    Postgres(PgPool),
    MariaDb(MySqlPool),
}

impl Database {
    pub(crate) const fn new(kind: Kind, port: u16) -> Self {
        Self { kind, port }
    }

    pub(crate) fn url(self, user: &str) -> String {
        let port = self.port;
        match self.kind {
            Kind::Postgres => format!("postgres://{user}@127.0.0.1:{port}/postgres"),
            Kind::MariaDb => format!("mysql://{user}@127.0.0.1:{port}/app"),
        }
    }

    /// Runs statements as the administrator, on a connection of their own.
    pub(crate) async fn execute(self, script: &str) -> Result<(), sqlx::Error> {
        let (url, script) = (self.url("root"), sqlx::raw_sql(AssertSqlSafe(script)));
        match self.kind {
            Kind::Postgres => {
                let mut connection = PgConnection::connect(&url).await?;
                script.execute(&mut connection).await?;
                connection.close().await
            }
            Kind::MariaDb => {
                let mut connection = MySqlConnection::connect(&url).await?;
                script.execute(&mut connection).await?;
                connection.close().await
            }
        }
    }

    /// Creates the table of users with the keys from 1 to `count`, and the application's user.
    pub(crate) async fn prepare(self, count: u64) -> Result<(), sqlx::Error> {
        let keys: Vec<String> = (1..=count).map(|key| format!("({key})")).collect();
        let keys = keys.join(", ");
        let grant = match self.kind {
            Kind::Postgres => "create role app login; grant select on users to app",
            Kind::MariaDb => "select 1",
        };
        let script = format!(
            "create table users (user_id bigint primary key); insert into users values {keys}; {grant}"
        );
        self.execute(&script).await
    }

    pub(crate) async fn delete(self, key: u64) -> Result<(), sqlx::Error> {
        let script = format!("delete from users where user_id = {key}");
        self.execute(&script).await
    }

    /// Locks the table for this time, so that each query waits.
    pub(crate) async fn slow_down(self, time: Duration) -> Result<(), sqlx::Error> {
        let seconds = time.as_secs_f64();
        let script = match self.kind {
            Kind::Postgres => format!(
                "begin; lock table users in access exclusive mode; select pg_sleep({seconds}); commit"
            ),
            Kind::MariaDb => {
                format!("lock tables users write; select sleep({seconds}); unlock tables")
            }
        };
        self.execute(&script).await
    }

    /// Ends all connections of the application, as an administrator or a failover does.
    pub(crate) async fn kill_connections(self) -> Result<(), sqlx::Error> {
        let script = match self.kind {
            Kind::Postgres => {
                "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'app'"
            }
            Kind::MariaDb => "kill user app@'127.0.0.1'",
        };
        self.execute(script).await
    }

    /// Opens the application's pool.
    pub(crate) async fn pool(self, size: u32) -> Result<Pool, sqlx::Error> {
        let url = self.url("app");
        Ok(match self.kind {
            Kind::Postgres => {
                let options = PgPoolOptions::new().max_connections(size);
                Pool::Postgres(options.connect(&url).await?)
            }
            Kind::MariaDb => {
                let options = MySqlPoolOptions::new().max_connections(size);
                Pool::MariaDb(options.connect(&url).await?)
            }
        })
    }
}

impl Pool {
    /// Builds the application, whose users are loaded from this pool.
    pub(crate) fn app(&self, time_limit: Duration) -> Result<App, Box<dyn std::error::Error>> {
        match self {
            Self::Postgres(pool) => app::with_postgres(pool.clone(), time_limit),
            Self::MariaDb(pool) => app::with_mariadb(pool.clone(), time_limit),
        }
    }

    /// Takes all connections of the pool and keeps them for this time.
    pub(crate) async fn exhaust(&self, size: u32, time: Duration) -> Result<(), sqlx::Error> {
        let mut postgres = Vec::new();
        let mut mariadb = Vec::new();
        for _ in 0..size {
            match self {
                Self::Postgres(pool) => postgres.push(pool.acquire().await?),
                Self::MariaDb(pool) => mariadb.push(pool.acquire().await?),
            }
        }
        sleep(time).await;
        Ok(())
    }
}
