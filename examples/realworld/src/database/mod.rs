//! The database: PostgreSQL or SQLite, behind one type.
//!
//! Handlers write SQL that both understand, with the parameters `$1`, `$2`, ..: see [`Db::query`].

mod query;
mod timestamp;

use std::{error::Error, time::Duration};

use sqlx::{
    PgPool, Postgres, Sqlite, SqlitePool,
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions},
};

use self::query::Executor;
pub(crate) use self::{query::Query, timestamp::Timestamp};

/// How long a request waits for a connection.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(5);

/// The database of the application.
#[derive(Clone, Debug)]
#[expect(clippy::exhaustive_enums, reason = "its tests reach both databases")]
pub enum Db {
    /// A PostgreSQL server.
    Postgres(PgPool),
    /// A SQLite file, or a database in memory.
    Sqlite(SqlitePool),
}

impl Db {
    /// Connects to the database at a URL, `postgres://..` or `sqlite:..`, and brings its tables up to date.
    ///
    /// # Errors
    ///
    /// Returns an error when the URL is of another database, when the database cannot be reached, or when a
    /// migration fails. No error contains the URL, which may contain a password.
    pub async fn connect(url: &str) -> Result<Self, Box<dyn Error>> {
        match url.split_once(':') {
            Some(("postgres" | "postgresql", _)) => Self::postgres(url.parse()?).await,
            Some(("sqlite", _)) => Self::sqlite(url.parse()?).await,
            _ => Err(
                "`DATABASE_URL` is of another database: write `postgres://..` or `sqlite:..`"
                    .into(),
            ),
        }
    }

    /// Connects to a PostgreSQL server, and brings its tables up to date.
    ///
    /// # Errors
    ///
    /// As [`connect`](Self::connect).
    pub async fn postgres(options: PgConnectOptions) -> Result<Self, Box<dyn Error>> {
        let pool = PgPoolOptions::new()
            .acquire_timeout(ACQUIRE_TIMEOUT)
            .connect_with(options)
            .await?;
        sqlx::migrate!("migrations/postgres").run(&pool).await?;
        Ok(Self::Postgres(pool))
    }

    async fn sqlite(options: SqliteConnectOptions) -> Result<Self, Box<dyn Error>> {
        let options = options
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal);
        let pool = SqlitePoolOptions::new()
            .acquire_timeout(ACQUIRE_TIMEOUT)
            .connect_with(options)
            .await?;
        sqlx::migrate!("migrations/sqlite").run(&pool).await?;
        Ok(Self::Sqlite(pool))
    }

    /// Begins a query outside of a transaction.
    pub(crate) fn query(&self, sql: &'static str) -> Query<'_> {
        match self {
            Self::Postgres(pool) => Query::on_postgres(sql, Executor::Pool(pool)),
            Self::Sqlite(pool) => Query::on_sqlite(sql, Executor::Pool(pool)),
        }
    }

    /// Begins a transaction. It is rolled back when it is dropped without [`Transaction::commit`].
    pub(crate) async fn begin(&self) -> Result<Transaction, sqlx::Error> {
        Ok(match self {
            Self::Postgres(pool) => Transaction::Postgres(pool.begin().await?),
            Self::Sqlite(pool) => Transaction::Sqlite(pool.begin().await?),
        })
    }

    /// Closes all connections.
    pub async fn close(&self) {
        match self {
            Self::Postgres(pool) => pool.close().await,
            Self::Sqlite(pool) => pool.close().await,
        }
    }
}

/// Queries of which all take effect, or none.
pub(crate) enum Transaction {
    Postgres(sqlx::Transaction<'static, Postgres>),
    Sqlite(sqlx::Transaction<'static, Sqlite>),
}

impl Transaction {
    /// Begins a query of this transaction.
    pub(crate) fn query(&mut self, sql: &'static str) -> Query<'_> {
        match self {
            Self::Postgres(transaction) => {
                Query::on_postgres(sql, Executor::Transaction(&mut **transaction))
            }
            Self::Sqlite(transaction) => {
                Query::on_sqlite(sql, Executor::Transaction(&mut **transaction))
            }
        }
    }

    pub(crate) async fn commit(self) -> Result<(), sqlx::Error> {
        match self {
            Self::Postgres(transaction) => transaction.commit().await,
            Self::Sqlite(transaction) => transaction.commit().await,
        }
    }
}
