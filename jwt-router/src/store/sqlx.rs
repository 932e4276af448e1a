use std::{fmt, marker::PhantomData, sync::Arc};

use sqlx::{AssertSqlSafe, Database, Encode, FromRow, IntoArguments, Pool, Type};

use crate::entity::{Entity, EntityField, EntityStore, FindBy, StoreError};

/// Loads entities from a table with sqlx: `select * from <table> where <key> = ?`.
///
/// The table and the key's column are those of `#[entity(table = "..", key = "..")]`. The query
/// is made once, here; the key is bound to it, never written into it.
///
/// The entity derives [`sqlx::FromRow`]; a column that it has no field for is not read.
///
/// # Examples
///
/// ```no_run
/// # async fn run() -> Result<(), Box<dyn std::error::Error>> {
/// use jwt_router::{JwtRoutes, SqlxStore, entity};
///
/// #[entity(table = "users", key = "user_id")]
/// #[derive(Clone, sqlx::FromRow)]
/// struct User { user_id: i64, name: String }
///
/// let db = sqlx::SqlitePool::connect("sqlite:app.db").await?;
/// let jwt = JwtRoutes::from_env()?.entity::<User>(SqlxStore::new(db)).build()?;
/// # Ok(())
/// # }
/// ```
pub struct SqlxStore<E, DB: Database> {
    pool: Pool<DB>,
    by_key: Arc<str>,
    entity: PhantomData<fn() -> E>,
}

impl<E: Entity, DB: Dialect> SqlxStore<E, DB> {
    /// A store of the entities in the pool's database.
    #[must_use]
    pub fn new(pool: Pool<DB>) -> Self {
        Self {
            pool,
            by_key: select::<DB>(E::TABLE, E::KEY),
            entity: PhantomData,
        }
    }
}

impl<E, DB: Database> Clone for SqlxStore<E, DB> {
    fn clone(&self) -> Self {
        Self {
            pool: self.pool.clone(),
            by_key: Arc::clone(&self.by_key),
            entity: PhantomData,
        }
    }
}

/// How a database writes names and parameters.
#[doc(hidden)]
pub trait Dialect: Database + sealed::SealedDialect {
    /// The quote around names.
    const QUOTE: char;
    /// The first parameter.
    const PARAMETER: &'static str;
}

mod sealed {
    #[expect(unnameable_types, reason = "only this crate knows how databases write")]
    pub trait SealedDialect {}
}

#[cfg(feature = "sqlx-sqlite")]
impl sealed::SealedDialect for sqlx::Sqlite {}

#[cfg(feature = "sqlx-sqlite")]
impl Dialect for sqlx::Sqlite {
    // Not the standard's `"`: it takes `"no_such_column"` for a text, which the caller's
    // value could equal.
    const QUOTE: char = '`';
    const PARAMETER: &'static str = "?";
}

/// The query for one column's value. Names come from attributes in the program's source, and are
/// quoted so that none is taken for a keyword.
fn select<DB: Dialect>(table: &str, column: &str) -> Arc<str> {
    let (table, column) = (quoted::<DB>(table), quoted::<DB>(column));
    let parameter = DB::PARAMETER;
    Arc::from(format!(
        "select * from {table} where {column} = {parameter}"
    ))
}

/// `app.users` with each of its parts quoted.
fn quoted<DB: Dialect>(name: &str) -> String {
    let quote = DB::QUOTE;
    let doubled = format!("{quote}{quote}");
    name.split('.')
        .map(|part| format!("{quote}{}{quote}", part.replace(quote, &doubled)))
        .collect::<Vec<_>>()
        .join(".")
}

impl<E, DB> EntityStore<E> for SqlxStore<E, DB>
where
    E: Entity + for<'r> FromRow<'r, DB::Row> + Unpin,
    E::Key: for<'q> Encode<'q, DB> + Type<DB>,
    DB: Dialect,
    DB::Arguments: IntoArguments<DB>,
    for<'c> &'c Pool<DB>: sqlx::Executor<'c, Database = DB>,
{
    async fn load(&self, key: &E::Key) -> Result<Option<E>, StoreError> {
        let rows = sqlx::query_as(AssertSqlSafe(Arc::clone(&self.by_key)))
            .bind(key.clone())
            .fetch_all(&self.pool)
            .await
            .map_err(StoreError::new)?;
        exact(rows, E::KEY, |entity: &E| entity.key() == key)
    }
}

impl<E, DB> FindBy<E> for SqlxStore<E, DB>
where
    E: Entity + for<'r> FromRow<'r, DB::Row> + Unpin,
    for<'q> &'q str: Encode<'q, DB> + Type<DB>,
    DB: Dialect,
    DB::Arguments: IntoArguments<DB>,
    for<'c> &'c Pool<DB>: sqlx::Executor<'c, Database = DB>,
{
    async fn find_by(&self, field: &EntityField<E>, value: &str) -> Result<Option<E>, StoreError> {
        let rows = sqlx::query_as(AssertSqlSafe(select::<DB>(E::TABLE, field.name())))
            .bind(value)
            .fetch_all(&self.pool)
            .await
            .map_err(StoreError::new)?;
        exact(rows, field.name(), |entity| field.value(entity) == value)
    }
}

/// Returns the entity that is the one asked for, among those that the database takes for it: under a
/// collation that ignores case, the rows `mary` and `MARY` both answer to either.
///
/// Where none is, the first comes back, so that the guard can log the difference.
fn exact<E>(
    rows: Vec<E>,
    column: &str,
    is_asked_for: impl Fn(&E) -> bool,
) -> Result<Option<E>, StoreError> {
    let (exact, others): (Vec<E>, Vec<E>) = rows.into_iter().partition(is_asked_for);
    let mut exact = exact.into_iter();
    match (exact.next(), exact.next()) {
        (Some(_), Some(_)) => Err(StoreError::new(format!("two rows have one `{column}`"))),
        (Some(entity), None) => Ok(Some(entity)),
        (None, _) => Ok(others.into_iter().next()),
    }
}

impl<E: Entity, DB: Database> fmt::Debug for SqlxStore<E, DB> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqlxStore")
            .field("table", &E::TABLE)
            .finish_non_exhaustive()
    }
}
