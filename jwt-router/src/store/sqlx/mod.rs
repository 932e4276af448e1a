//! The store for the databases of sqlx.

mod dialect;
mod fault;
mod loading;
mod search;
mod select;
mod sessions;

use std::{fmt, marker::PhantomData, sync::Arc};

use sqlx::{Database, Pool};

pub use self::{dialect::Dialect, sessions::SqlxSessions};
use self::{
    search::{Search, Searches},
    select::{Rows, Select},
};
use crate::entity::Entity;

/// A store that loads entities from a table of SQLite, PostgreSQL, MySQL or MariaDB with sqlx, by the query
/// `select * from <table> where <key> = ?`.
///
/// The names of the table and of the key's column come from `#[entity(table = "..", key = "..")]`, and are quoted;
/// `table = "auth.users"` has a schema. The text of the query is built when the database first prepares it. The key is a
/// bound parameter and never part of the text. Its type is the one of the entity's field, which sqlx encodes: an
/// integer, a `String`, a `uuid::Uuid` (sqlx's feature `uuid`), or a type of your own with `sqlx::Type`.
///
/// The entity derives [`sqlx::FromRow`], which ignores columns without a field. Where the database takes several rows
/// for equal, as under a collation that ignores case, the store returns the row whose key is equal byte by byte.
///
/// The program chooses the database by a feature of this crate (`sqlx-sqlite`, `sqlx-postgres`, `sqlx-mysql`), and
/// TLS by a feature of sqlx, such as `tls-rustls`.
///
/// # Failures
///
/// A request is answered with 503, and the reason is logged, if the database does not respond within the [time
/// limit](crate::EntityStore::time_limit), if the table does not fit the entity, or if two rows have the key. A query
/// is repeated once: on another connection of the pool if its connection is lost, and on the same connection after a
/// migration of the table, or if PostgreSQL no longer has the prepared query. In SQLite, a column that is added while
/// the program runs is read at once by a field without `#[sqlx(default)]`, and by a field with it only after the next
/// start. A key that the database cannot store, such as one with a zero byte in PostgreSQL, counts as a missing entity.
///
/// # Examples
///
/// ```no_run
/// # #[cfg(feature = "sqlx-sqlite")]
/// # async fn run() -> Result<(), Box<dyn std::error::Error>> {
/// use jwt_router::{JwtRoutes, SqlxStore, entity};
///
/// #[entity(table = "users", key = "user_id")]
/// #[derive(Clone, sqlx::FromRow)]
/// struct User { user_id: i64, name: String }
///
/// let db = sqlx::SqlitePool::connect("sqlite:app.db").await?; // or `PgPool`, or `MySqlPool`
/// let users = SqlxStore::new(db).check().await?;
/// let jwt = JwtRoutes::from_env()?.entity::<User>(users).build()?;
/// # Ok(())
/// # }
/// ```
pub struct SqlxStore<E, DB: Database> {
    pool: Pool<DB>,
    select: Select,
    by_key: Arc<Search>,
    by_field: Searches,
    entity: PhantomData<fn() -> E>,
}

impl<E: Entity, DB: Dialect> SqlxStore<E, DB> {
    /// Creates a store that loads entities from the pool's database.
    #[must_use]
    pub fn new(pool: Pool<DB>) -> Self {
        let select = Select {
            columns: None,
            rows: Rows::Table(E::TABLE),
            edition: 0,
        };
        Self::with(pool, select)
    }

    /// Reads these columns instead of all; the key must be one of them.
    ///
    /// Columns that are large or secret, and that no handler needs, can be left out in this way.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # #[cfg(feature = "sqlx-sqlite")]
    /// # async fn run(db: sqlx::SqlitePool) -> Result<(), Box<dyn std::error::Error>> {
    /// # use jwt_router::{JwtRoutes, SqlxStore, entity};
    /// # #[entity(table = "users", key = "user_id")]
    /// # #[derive(Clone, sqlx::FromRow)]
    /// # struct User { user_id: i64, name: String }
    /// let users = SqlxStore::new(db).columns(["user_id", "name"]);
    /// let jwt = JwtRoutes::from_env()?.entity::<User>(users).build()?;
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn columns(self, columns: impl IntoIterator<Item = &'static str>) -> Self {
        let select = Select {
            columns: Some(columns.into_iter().map(Into::into).collect()),
            ..self.select
        };
        Self::with(self.pool, select)
    }

    /// Loads the entities from the rows of this query instead of the table.
    ///
    /// It is for joins, for views that the database does not have, and to leave out rows, such as those of users who
    /// are only marked as deleted. The store searches among the rows of the query by the column of the key,
    /// which the query therefore has to return: `select * from (<the query>) where <key> = ?`. Databases push that
    /// condition down to the index of the key, unless the query has a `limit` or a window function.
    ///
    /// The query has no parameters, and no `;` at its end.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # #[cfg(feature = "sqlx-sqlite")]
    /// # async fn run(db: sqlx::SqlitePool) -> Result<(), Box<dyn std::error::Error>> {
    /// # use jwt_router::{JwtRoutes, SqlxStore, entity};
    /// #[entity(table = "users", key = "user_id")]
    /// #[derive(Clone, sqlx::FromRow)]
    /// struct User { user_id: i64, name: String, team: String }
    ///
    /// let users = SqlxStore::new(db).select(
    ///     "select users.user_id, users.name, teams.name as team
    ///      from users join teams on teams.id = users.team_id
    ///      where users.deleted_at is null",
    /// );
    /// let jwt = JwtRoutes::from_env()?.entity::<User>(users).build()?;
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn select(self, query: &'static str) -> Self {
        let select = Select {
            rows: Rows::Query(query),
            ..self.select
        };
        Self::with(self.pool, select)
    }

    fn with(pool: Pool<DB>, select: Select) -> Self {
        Self {
            pool,
            select,
            by_key: Arc::new(Search::new(E::KEY)),
            by_field: Searches::default(),
            entity: PhantomData,
        }
    }
}

impl<E, DB: Database> Clone for SqlxStore<E, DB> {
    fn clone(&self) -> Self {
        Self {
            pool: self.pool.clone(),
            select: self.select.clone(),
            by_key: Arc::clone(&self.by_key),
            by_field: self.by_field.clone(),
            entity: PhantomData,
        }
    }
}

impl<E: Entity, DB: Database> fmt::Debug for SqlxStore<E, DB> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqlxStore")
            .field("table", &E::TABLE)
            .finish_non_exhaustive()
    }
}
