//! How rows are loaded: the query, what is checked of it, and when it is repeated.

use std::{
    any,
    borrow::Cow,
    sync::{Arc, PoisonError, RwLock},
};

use sqlx::{
    AssertSqlSafe, Column as _, Connection as _, Encode, Executor, FromRow, IntoArguments,
    SqlSafeStr as _, Statement as _, Type, TypeInfo as _, pool::PoolConnection,
};

use super::{
    SqlxStore,
    dialect::{Dialect, Failure},
    fault::{Reason, SqlxFault},
    select::Select,
};
use crate::{
    entity::{Entity, EntityField, EntityStore, FindBy, StoreError},
    store::exact::exact,
};

/// A query for the rows with one value in a column.
#[derive(Debug)]
pub(super) struct Search {
    sql: Arc<str>,
    column: Cow<'static, str>,
    /// The query that is sent, once the database has prepared it.
    verified: RwLock<Option<Arc<str>>>,
}

impl Search {
    pub(super) fn new<DB: Dialect>(select: &Select, column: impl Into<Cow<'static, str>>) -> Self {
        let column = column.into();
        Self {
            sql: select.by::<DB>(&column),
            column,
            verified: RwLock::new(None),
        }
    }

    fn verified(&self) -> Option<Arc<str>> {
        let verified = self.verified.read();
        verified.unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set_verified(&self, sql: Option<Arc<str>>) {
        *self
            .verified
            .write()
            .unwrap_or_else(PoisonError::into_inner) = sql;
    }

    /// Prepares the query, compares its parameter with the column, and returns the select that is sent.
    ///
    /// The comparison is there for SQLite and MySQL, which convert between text and numbers instead of reporting an
    /// error, and for parameters in the application's own select, which SQLite takes for `null`.
    async fn verify<DB, V>(
        &self,
        select: &Select,
        connection: &mut DB::Connection,
    ) -> Result<Select, Reason>
    where
        DB: Dialect,
        V: Type<DB>,
        for<'c> &'c mut DB::Connection: Executor<'c, Database = DB>,
    {
        // PostgreSQL prepares a query for the types of its parameters, which must be those of the later calls.
        let types = [V::type_info()];
        let sql = AssertSqlSafe(Arc::clone(&self.sql)).into_sql_str();
        let statement = connection.prepare_with(sql, &types).await?;
        let parameters = match statement.parameters() {
            Some(sqlx::Either::Left(types)) => types.len(),
            Some(sqlx::Either::Right(count)) => count,
            None => 1,
        };
        if parameters != 1 {
            return Err(Reason::Parameters(parameters.saturating_sub(1)));
        }
        let mut columns = statement.columns().iter();
        let column = columns.find(|column| column.name() == self.column);
        let unlike = column.map(sqlx::Column::type_info).filter(|sql| {
            // SQLite does not know the type of an expression.
            !sql.is_null() && !V::compatible(sql)
        });
        if let Some(sql) = unlike {
            return Err(Reason::ColumnType {
                column: self.column.clone(),
                sql: sql.name().to_owned(),
                rust: any::type_name::<V>(),
            });
        }
        let is_sent_as_it_is = DB::READS_CHANGED_TABLES || select.columns.is_some();
        let select = if is_sent_as_it_is {
            select.clone()
        } else {
            let names = statement.columns().iter().map(sqlx::Column::name);
            select.of_columns(names.map(|name| name.to_owned().into()).collect())
        };
        self.set_verified(Some(select.by::<DB>(&self.column)));
        Ok(select)
    }

    /// Returns the rows that the database finds equal, on this connection.
    async fn rows<'v, E, DB, V>(
        &self,
        value: V,
        select: &Select,
        connection: &mut DB::Connection,
    ) -> Result<Vec<E>, Reason>
    where
        E: Entity + for<'r> FromRow<'r, DB::Row> + Unpin,
        DB: Dialect,
        V: Encode<'v, DB> + Type<DB> + 'v,
        DB::Arguments: IntoArguments<DB>,
        for<'c> &'c mut DB::Connection: Executor<'c, Database = DB>,
    {
        let sql = if let Some(sql) = self.verified() {
            sql
        } else {
            let select = self.verify::<DB, V>(select, connection).await?;
            select.by::<DB>(&self.column)
        };
        let query = sqlx::query_as(AssertSqlSafe(sql));
        Ok(query.bind(value).fetch_all(connection).await?)
    }
}

impl<E, DB> SqlxStore<E, DB>
where
    E: Entity + for<'r> FromRow<'r, DB::Row> + Unpin,
    DB: Dialect,
    DB::Arguments: IntoArguments<DB>,
    for<'c> &'c mut DB::Connection: Executor<'c, Database = DB>,
{
    /// Compares the table with the entity, and returns the store if they fit.
    ///
    /// Without this call, the first request finds the mistake. The database prepares the query, so that an absent
    /// table or column is found, and the type of the key's column is compared with the type of the key. If the table
    /// has a row, it is read, which finds the other fields that do not fit.
    ///
    /// # Errors
    ///
    /// Returns an error if the database does not respond, or if the table and the entity do not fit.
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
    /// let users = SqlxStore::new(db).check().await?;
    /// let jwt = JwtRoutes::from_env()?.entity::<User>(users).build()?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn check(self) -> Result<Self, StoreError>
    where
        E::Key: Type<DB>,
    {
        if let Some(problem) = self.select.problems(E::KEY).into_iter().next() {
            return Err(Self::fault(Reason::Configuration(problem)));
        }
        self.try_check().await.map_err(Self::fault)?;
        Ok(self)
    }

    async fn try_check(&self) -> Result<(), Reason>
    where
        E::Key: Type<DB>,
    {
        let mut connection = self.pool.acquire().await?;
        let select = self
            .by_key
            .verify::<DB, E::Key>(&self.select, &mut connection)
            .await?;
        let any = sqlx::query_as(AssertSqlSafe(select.any::<DB>()));
        let _row: Option<E> = any.fetch_optional(&mut *connection).await?;
        Ok(())
    }

    /// Returns the rows that the database finds equal; a query that failed for a passing reason is repeated once.
    async fn rows<'v, V>(&self, search: &Search, value: V) -> Result<Vec<E>, Reason>
    where
        V: Clone + Encode<'v, DB> + Send + Type<DB> + 'v,
    {
        let mut connection = self.pool.acquire().await?;
        let found = search
            .rows(value.clone(), &self.select, &mut *connection)
            .await;
        let Err(Reason::Sqlx(error)) = &found else {
            return found;
        };
        let mut connection = match DB::failure(error) {
            Failure::Lasting => return found,
            Failure::ImpossibleValue => {
                connection.clear_cached_statements().await?;
                search
                    .verify::<DB, V>(&self.select, &mut connection)
                    .await?;
                return Ok(Vec::new());
            }
            Failure::ChangedTable => {
                search.set_verified(None);
                connection.clear_cached_statements().await?;
                connection
            }
            Failure::LostConnection => {
                drop_lost(connection);
                self.pool.acquire().await?
            }
        };
        search.rows(value, &self.select, &mut *connection).await
    }

    fn fault(reason: impl Into<Reason>) -> StoreError {
        StoreError::new(SqlxFault {
            table: E::TABLE,
            database: DB::NAME,
            reason: reason.into(),
        })
    }
}

/// Removes a lost connection from its pool, without waiting for the server.
fn drop_lost<DB: Dialect>(connection: PoolConnection<DB>) {
    drop(connection.detach());
}

impl<E, DB> EntityStore<E> for SqlxStore<E, DB>
where
    E: Entity + for<'r> FromRow<'r, DB::Row> + Unpin,
    E::Key: for<'q> Encode<'q, DB> + Type<DB>,
    DB: Dialect,
    DB::Arguments: IntoArguments<DB>,
    for<'c> &'c mut DB::Connection: Executor<'c, Database = DB>,
{
    async fn load(&self, key: &E::Key) -> Result<Option<E>, StoreError> {
        let rows = self.rows(&self.by_key, key.clone()).await;
        let rows = rows.map_err(Self::fault)?;
        exact(rows, |entity| entity.key() == key).map_err(Self::fault)
    }

    fn problems(&self) -> Vec<String> {
        self.select.problems(E::KEY)
    }
}

impl<E, DB> FindBy<E> for SqlxStore<E, DB>
where
    E: Entity + for<'r> FromRow<'r, DB::Row> + Unpin,
    for<'q> &'q str: Encode<'q, DB> + Type<DB>,
    DB: Dialect,
    DB::Arguments: IntoArguments<DB>,
    for<'c> &'c mut DB::Connection: Executor<'c, Database = DB>,
{
    async fn find_by(&self, field: &EntityField<E>, value: &str) -> Result<Option<E>, StoreError> {
        let search = Search::new::<DB>(&self.select, field.name().to_owned());
        let rows = self.rows(&search, value).await.map_err(Self::fault)?;
        exact(rows, |entity| field.value(entity) == value).map_err(Self::fault)
    }
}
