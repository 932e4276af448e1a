//! The store of sessions for the databases of sqlx.

mod queries;
mod rows;
mod statements;
mod store;

use std::{fmt, sync::Arc};

use sqlx::{Database, Executor, Pool};

use self::statements::Statements;
use crate::{entity::StoreError, store::sqlx::dialect::Dialect};

/// A store that keeps sessions in two tables of SQLite, PostgreSQL, MySQL or MariaDB, with sqlx.
///
/// All instances of a program that use one database share its sessions. [`migrate`](Self::migrate) creates the
/// tables `jwt_router_sessions` and `jwt_router_once`; a program with migrations of its own takes their SQL from
/// [`schema`](Self::schema).
///
/// # What is kept
///
/// A row has hashes of the session and its owner, the table and key of the entity, the label, and times. No token can
/// be made from a row. A session that was ended has no row. Rows whose time is over are removed once a minute, in
/// batches, after a login or the use of a link or ticket.
///
/// # How a token is spent
///
/// The row is read, and then changed by one `update .. where generation = ..`, which changes nothing if another
/// request was faster; there is no transaction, and no lock is held between two statements. A statement that
/// the database ends because of a deadlock is repeated once.
///
/// # Configuring the database
///
/// - **The primary only.** The pool must not connect to a replica that lags behind. It would accept sessions that have
///   ended, and refuse sessions that have just started with 401, which removes their cookies. It would also refuse the
///   refresh token that a client has just got; it does so with the log code `store_behind`, and the cookie stays.
/// - **Durable commits.** A commit that a crash can undo brings back a session that was ended before the crash, and
///   lets a link that was used before it be used again. PostgreSQL needs `synchronous_commit = on` and `fsync = on`,
///   MySQL and MariaDB `innodb_flush_log_at_trx_commit = 1` and, if they are replicated, `sync_binlog = 1`, and SQLite
///   `synchronous = FULL`. These are the defaults, except for `sync_binlog` in MariaDB.
/// - **Failover.** A replica that takes over may lack the last changes, with the same result as a crash, unless the
///   database replicates synchronously. Until the pool connects to the new primary, requests get 503. If this takes
///   longer than the [replay window](crate::JwtRoutesBuilder::replay_window), clients whose refresh got 503 can lose
///   their session.
/// - **Backups.** A restored backup contains sessions that were ended since, and lacks marks of links that were used
///   since. Delete all rows of the sessions, and replace the secret if links for one use matter.
///
/// # Examples
///
/// ```
/// # #[cfg(feature = "sqlx-sqlite")]
/// # async fn run() -> Result<(), Box<dyn std::error::Error>> {
/// use jwt_router::SqlxSessions;
///
/// let db = sqlx::SqlitePool::connect("sqlite:app.db").await?; // or `PgPool`, or `MySqlPool`
/// let sessions = SqlxSessions::new(db).migrate().await?;
/// # Ok(())
/// # }
/// ```
pub struct SqlxSessions<DB: Database> {
    pool: Pool<DB>,
    statements: Arc<Statements>,
}

impl<DB: Dialect> SqlxSessions<DB> {
    /// Creates a store of sessions in the pool's database.
    #[must_use]
    pub fn new(pool: Pool<DB>) -> Self {
        Self {
            pool,
            statements: Arc::new(Statements::of::<DB>()),
        }
    }

    /// Returns the SQL that creates the tables if they do not exist. Each statement ends with `;`.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "sqlx-sqlite")]
    /// # {
    /// use jwt_router::SqlxSessions;
    ///
    /// let sql = SqlxSessions::<sqlx::Sqlite>::schema();
    /// assert!(sql.contains("create table if not exists jwt_router_sessions"));
    /// # }
    /// ```
    #[must_use]
    pub const fn schema() -> &'static str {
        DB::SESSIONS
    }
}

impl<DB> SqlxSessions<DB>
where
    DB: Dialect,
    for<'c> &'c mut DB::Connection: Executor<'c, Database = DB>,
{
    /// Creates the tables if they do not exist, and returns the store. Instances that start at the same time may all
    /// call it.
    ///
    /// # Errors
    ///
    /// Returns an error if the database does not respond, or does not let the program create tables.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "sqlx-sqlite")]
    /// # async fn run(db: sqlx::SqlitePool) -> Result<(), Box<dyn std::error::Error>> {
    /// use jwt_router::{JwtRoutes, SqlxSessions};
    ///
    /// let jwt = JwtRoutes::from_env()?.sessions(SqlxSessions::new(db).migrate().await?).build()?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn migrate(self) -> Result<Self, StoreError> {
        let create = || sqlx::raw_sql(DB::SESSIONS).execute(&self.pool);
        // PostgreSQL reports an error to the second of two instances that create one table at the same time, in spite
        // of `if not exists`.
        if create().await.is_err() {
            create().await.map_err(fault)?;
        }
        Ok(self)
    }
}

/// Converts an error of sqlx into an error of the store.
fn fault(error: sqlx::Error) -> StoreError {
    StoreError::new(error)
}

impl<DB: Database> Clone for SqlxSessions<DB> {
    fn clone(&self) -> Self {
        Self {
            pool: self.pool.clone(),
            statements: Arc::clone(&self.statements),
        }
    }
}

impl<DB: Database> fmt::Debug for SqlxSessions<DB> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqlxSessions")
            .field("database", &DB::NAME)
            .finish_non_exhaustive()
    }
}
