use std::{fmt, marker::PhantomData, sync::Arc};

use sqlx::{AssertSqlSafe, Database, Encode, FromRow, IntoArguments, Pool, Type};

use crate::entity::{Entity, EntityField, EntityStore, FindBy, StoreError};

/// A store that loads entities from a database table with sqlx: `select * from <table> where <key> = ?`.
///
/// The names of the table and of the key's column come from `#[entity(table = "..", key = "..")]`. The text of the
/// query is built once, when the store is created. The key is a bound parameter and never part of the text.
///
/// The entity derives [`sqlx::FromRow`], which ignores columns without a field.
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
    /// Creates a store that loads entities from the pool's database.
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

/// The SQL dialect of a database: the quote around names, and the first parameter.
#[doc(hidden)]
pub trait Dialect: Database + sealed::SealedDialect {
    /// The quotation mark around the names of tables and columns.
    const QUOTE: char;
    /// The first parameter of a query.
    const PARAMETER: &'static str;
}

mod sealed {
    #[expect(unnameable_types, reason = "only this crate implements `Dialect`")]
    pub trait SealedDialect {}
}

#[cfg(feature = "sqlx-sqlite")]
impl sealed::SealedDialect for sqlx::Sqlite {}

#[cfg(feature = "sqlx-sqlite")]
impl Dialect for sqlx::Sqlite {
    // Not the standard's `"`: SQLite reads `"no_such_column"` as a string when no such column exists, and the
    // caller's value could be equal to that string. A name in backticks is always a column, or an error.
    const QUOTE: char = '`';
    const PARAMETER: &'static str = "?";
}

/// Returns the query for the rows with one value in a column.
///
/// The names come from attributes in the program's source. They are quoted because a table may be named like a
/// keyword, such as `order`.
fn select<DB: Dialect>(table: &str, column: &str) -> Arc<str> {
    let (table, column) = (quoted::<DB>(table), quoted::<DB>(column));
    let parameter = DB::PARAMETER;
    Arc::from(format!(
        "select * from {table} where {column} = {parameter}"
    ))
}

/// Quotes each part of a name such as `app.users`.
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

/// Returns the entity for which `is_expected` is `true` among the rows that the database found equal: under a
/// collation that ignores case, a query for `mary` also finds `MARY`.
///
/// If `is_expected` is `false` for every row, it returns the first one. The guard then compares it again, refuses
/// the request and logs `store_mismatch`, instead of reporting a missing entity.
fn exact<E>(
    rows: Vec<E>,
    column: &str,
    is_expected: impl Fn(&E) -> bool,
) -> Result<Option<E>, StoreError> {
    let (exact, others): (Vec<E>, Vec<E>) = rows.into_iter().partition(is_expected);
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
