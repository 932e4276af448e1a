//! The query for the rows with one value in a column: how it is checked, and how its rows are read.

use std::{
    any,
    borrow::Cow,
    future,
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicU64, Ordering},
    },
    time::SystemTime,
};

use sqlx::{
    AssertSqlSafe, Column as _, Connection as _, Either, Encode, Executor, FromRow, IntoArguments,
    SqlSafeStr as _, Statement as _, Type, TypeInfo as _,
};
use tokio::task::yield_now;

use super::{dialect::Dialect, fault::Reason, select::Select};
use crate::{
    clock::{Clock as _, SystemClock},
    entity::Entity,
    store::exact::Choice,
};

/// A query for the rows with one value in a column.
#[derive(Debug)]
pub(super) struct Search {
    column: Cow<'static, str>,
    /// The edition of the query: see [`Select::edition`].
    edition: AtomicU64,
    /// The query that is sent; `None` until the database has prepared it.
    verified: RwLock<Option<Verified>>,
}

/// The queries by the fields that the application searches for.
#[derive(Clone, Debug, Default)]
pub(super) struct Searches(Arc<RwLock<Vec<Arc<Search>>>>);

impl Searches {
    /// Returns the query for the rows with one value in this column, which is prepared once.
    pub(super) fn by(&self, column: &str) -> Arc<Search> {
        let among = |searches: &[Arc<Search>]| {
            let known = searches.iter().find(|search| search.column == column);
            known.map(Arc::clone)
        };
        let known = among(&self.0.read().unwrap_or_else(PoisonError::into_inner));
        known.unwrap_or_else(|| {
            let mut searches = self.0.write().unwrap_or_else(PoisonError::into_inner);
            // Another request may have added it.
            among(&searches).unwrap_or_else(|| {
                let search = Arc::new(Search::new(column.to_owned()));
                searches.push(Arc::clone(&search));
                search
            })
        })
    }
}

/// A query that the database has prepared.
#[derive(Clone, Debug)]
pub(super) struct Verified {
    sql: Arc<str>,
    /// Whether connections cache the prepared query. If not, it is prepared without a name, because PostgreSQL would
    /// keep one more query with a name after each load.
    is_cached: bool,
}

impl Search {
    pub(super) fn new(column: impl Into<Cow<'static, str>>) -> Self {
        Self {
            column: column.into(),
            edition: AtomicU64::new(0),
            verified: RwLock::new(None),
        }
    }

    fn verified(&self) -> Option<Verified> {
        let verified = self.verified.read();
        verified.unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set_verified(&self, query: Option<Verified>) {
        let verified = self.verified.write();
        *verified.unwrap_or_else(PoisonError::into_inner) = query;
    }

    /// Lets the query be prepared anew, with another text.
    ///
    /// The text has the time, since a pooler may keep the texts of an earlier run of the program too.
    pub(super) fn renew(&self) {
        let now = SystemClock.now().duration_since(SystemTime::UNIX_EPOCH);
        let now = now.unwrap_or_default().as_millis();
        let edition = u64::try_from(now).unwrap_or(u64::MAX);
        self.edition.store(edition, Ordering::Relaxed);
        self.set_verified(None);
    }

    /// Prepares the query, compares its parameter with the column, and returns the select and the query that are sent.
    ///
    /// The comparison is needed for SQLite and MySQL, which convert between text and numbers instead of reporting an
    /// error. The number of parameters is checked because SQLite reads a parameter in the application's own select as
    /// `null`.
    pub(super) async fn verify<DB, V>(
        &self,
        select: &Select,
        connection: &mut DB::Connection,
    ) -> Result<(Select, Verified), Reason>
    where
        DB: Dialect,
        V: Type<DB>,
        for<'c> &'c mut DB::Connection: Executor<'c, Database = DB>,
    {
        let select = select.of_edition(self.edition.load(Ordering::Relaxed));
        // PostgreSQL prepares a query for the types of its parameters, which must be those of the later calls.
        let types = [V::type_info()];
        let sql = AssertSqlSafe(select.by::<DB>(&self.column, DB::PARAMETER)).into_sql_str();
        let statement = connection.prepare_with(sql, &types).await?;
        let parameters = match statement.parameters() {
            Some(Either::Left(types)) => types.len(),
            Some(Either::Right(count)) => count,
            None => 1,
        };
        if parameters != 1 {
            return Err(Reason::Parameters(parameters.saturating_sub(1)));
        }
        let mut columns = statement.columns().iter();
        let column = columns.find(|column| column.name() == self.column);
        let column_type = column.map(sqlx::Column::type_info);
        // SQLite does not know the type of an expression.
        let is_unlike = |sql: &&DB::TypeInfo| !sql.is_null() && !V::compatible(sql);
        if let Some(sql) = column_type.filter(is_unlike) {
            return Err(Reason::ColumnType {
                column: self.column.clone(),
                sql: sql.name().to_owned(),
                rust: any::type_name::<V>(),
            });
        }
        let is_sent_as_it_is = DB::READS_CHANGED_TABLES || select.columns.is_some();
        let select = if is_sent_as_it_is {
            select
        } else {
            let names = statement.columns().iter().map(sqlx::Column::name);
            select.of_columns(names.map(|name| name.to_owned().into()).collect())
        };
        let parameter = column_type.map_or(DB::PARAMETER, |sql| DB::parameter(sql.name()));
        let query = Verified {
            sql: select.by::<DB>(&self.column, parameter),
            is_cached: !DB::KEEPS_UNCACHED_QUERIES || connection.cached_statements_size() > 0,
        };
        self.set_verified(Some(query.clone()));
        Ok((select, query))
    }

    /// Returns the row for which `is_exact` is `true`, among the rows whose column the database finds equal to the
    /// value.
    ///
    /// It reads the driver's own stream of rows. `fetch_all` of sqlx would put two more boxes around that stream and
    /// collect the rows, at every query.
    pub(super) async fn row<'v, E, DB, V>(
        &self,
        value: &V,
        is_exact: impl Fn(&E) -> bool,
        select: &Select,
        connection: &mut DB::Connection,
    ) -> Result<Option<E>, Reason>
    where
        E: Entity + for<'r> FromRow<'r, DB::Row>,
        DB: Dialect,
        V: Encode<'v, DB> + Type<DB>,
        DB::Arguments: IntoArguments<DB>,
        for<'c> &'c mut DB::Connection: Executor<'c, Database = DB>,
    {
        let verified = if let Some(verified) = self.verified() {
            verified
        } else {
            // In a box, because the future of every later query would have room for this one.
            let (_, verified) = Box::pin(self.verify::<DB, V>(select, connection)).await?;
            verified
        };
        let Verified { sql, is_cached } = verified;
        let query = sqlx::query(AssertSqlSafe(sql)).bind(value);
        let query = query.persistent(is_cached);
        let mut steps = connection.fetch_many(query);
        let mut choice = Choice::new();
        while let Some(step) = future::poll_fn(|context| steps.as_mut().poll_next(context)).await {
            if let Either::Right(row) = step? {
                let entity = E::from_row(&row)?;
                // Before the task waits, so that its future has no room for the row.
                drop(row);
                let is_exact = is_exact(&entity);
                choice.add(entity, is_exact);
                if DB::RUNS_ON_A_THREAD {
                    // The end of the rows follows within a microsecond, and costs less if it is there when this task is
                    // polled again than if the other thread has to wake the task.
                    yield_now().await;
                }
            }
        }
        Ok(choice.chosen()?)
    }
}
