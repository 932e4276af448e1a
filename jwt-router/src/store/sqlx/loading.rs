//! Loads entities: checks the table, and repeats a query that failed for a passing reason.

use sqlx::{
    AssertSqlSafe, Connection as _, Encode, Executor, FromRow, IntoArguments, Type,
    pool::PoolConnection,
};

use super::{
    SqlxStore,
    dialect::{Dialect, Failure},
    fault::{Reason, SqlxFault},
    search::Search,
};
use crate::entity::{Entity, EntityField, EntityStore, FindBy, StoreError};

impl<E, DB> SqlxStore<E, DB>
where
    E: Entity + for<'r> FromRow<'r, DB::Row> + Unpin,
    DB: Dialect,
    DB::Arguments: IntoArguments<DB>,
    for<'c> &'c mut DB::Connection: Executor<'c, Database = DB>,
{
    /// Compares the table with the entity, and returns the store if they fit.
    ///
    /// Without this call, a table that does not fit makes the first request fail. The database prepares the query, so
    /// that an absent table or column is found, and the type of the key's column is compared with the type of the key.
    /// If the table has a row, one is read, which finds the other fields that do not fit.
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
        match self.read_any(&mut connection).await {
            // A pool or a pooler may have prepared the queries before the table changed.
            Err(Reason::Sqlx(error)) if DB::failure(&error) == Failure::ChangedTable => {
                self.by_key.renew();
                connection.clear_cached_statements().await?;
                self.read_any(&mut connection).await
            }
            read => read,
        }
    }

    /// Verifies the query for the key, and reads one row.
    async fn read_any(&self, connection: &mut DB::Connection) -> Result<(), Reason>
    where
        E::Key: Type<DB>,
    {
        let (select, _) = self
            .by_key
            .verify::<DB, E::Key>(&self.select, connection)
            .await?;
        let any = sqlx::query_as(AssertSqlSafe(select.any::<DB>()));
        let _row: Option<E> = any.fetch_optional(connection).await?;
        Ok(())
    }

    /// Returns the row for which `is_exact` is `true`, among the rows whose column the database finds equal to the
    /// value. A query that failed for a passing reason, such as a lost connection, is repeated once.
    async fn row<'v, V>(
        &self,
        search: &Search,
        value: &V,
        is_exact: impl Fn(&E) -> bool + Send + Sync,
    ) -> Result<Option<E>, StoreError>
    where
        V: Encode<'v, DB> + Sync + Type<DB>,
    {
        let mut connection = self.pool.acquire().await.map_err(Self::fault)?;
        let found = search
            .row(value, &is_exact, &self.select, &mut *connection)
            .await;
        let found = match found {
            // In a box, because the future of every query would have room for a second one.
            Err(Reason::Sqlx(error)) => {
                Box::pin(self.repeat(error, connection, search, value, &is_exact)).await
            }
            found => found,
        };
        found.map_err(Self::fault)
    }

    /// Repeats a query that failed with this error, if the reason is a passing one, such as a lost connection.
    async fn repeat<'v, V>(
        &self,
        error: sqlx::Error,
        mut connection: PoolConnection<DB>,
        search: &Search,
        value: &V,
        is_exact: impl Fn(&E) -> bool + Send + Sync,
    ) -> Result<Option<E>, Reason>
    where
        V: Encode<'v, DB> + Sync + Type<DB>,
    {
        let mut connection = match DB::failure(&error) {
            Failure::Lasting => return Err(error.into()),
            Failure::ImpossibleValue => {
                connection.clear_cached_statements().await?;
                search
                    .verify::<DB, V>(&self.select, &mut connection)
                    .await?;
                return Ok(None);
            }
            Failure::ChangedTable => {
                search.renew();
                connection.clear_cached_statements().await?;
                connection
            }
            Failure::LostStatement => {
                connection.clear_cached_statements().await?;
                connection
            }
            Failure::LostConnection => {
                drop_lost(connection);
                self.pool.acquire().await?
            }
        };
        search
            .row(value, is_exact, &self.select, &mut *connection)
            .await
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
    // Not an `async fn`, whose future would be another layer around that of `row` at every poll.
    fn load(&self, key: &E::Key) -> impl Future<Output = Result<Option<E>, StoreError>> + Send {
        let is_exact = move |entity: &E| entity.key() == key;
        self.row(&self.by_key, key, is_exact)
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
        let search = self.by_field.by(field.name());
        let is_exact = |entity: &E| field.value(entity) == value;
        self.row(&search, &value, is_exact).await
    }
}
