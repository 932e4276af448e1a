//! The query for the rows with one value in a column: how it is checked, and how its rows are read.

use std::{
    any,
    borrow::Cow,
    future,
    sync::{Arc, PoisonError, RwLock},
};

use sqlx::{
    AssertSqlSafe, Column as _, Either, Encode, Executor, FromRow, IntoArguments, SqlSafeStr as _,
    Statement as _, Type, TypeInfo as _,
};

use super::{dialect::Dialect, fault::Reason, select::Select};
use crate::{entity::Entity, store::exact::Choice};

/// A query for the rows with one value in a column.
#[derive(Debug)]
pub(super) struct Search {
    sql: Arc<str>,
    column: Cow<'static, str>,
    /// The text of the query that is sent; `None` until the database has prepared the query.
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

    pub(super) fn set_verified(&self, sql: Option<Arc<str>>) {
        *self
            .verified
            .write()
            .unwrap_or_else(PoisonError::into_inner) = sql;
    }

    /// Prepares the query, compares its parameter with the column, and returns the select that is sent.
    ///
    /// The comparison is needed for SQLite and MySQL, which convert between text and numbers instead of reporting an
    /// error. The number of parameters is checked because SQLite reads a parameter in the application's own select as
    /// `null`.
    pub(super) async fn verify<DB, V>(
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
            Some(Either::Left(types)) => types.len(),
            Some(Either::Right(count)) => count,
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
        let sql = if let Some(sql) = self.verified() {
            sql
        } else {
            // In a box, because the future of every later query would have room for this one.
            let select = Box::pin(self.verify::<DB, V>(select, connection)).await?;
            select.by::<DB>(&self.column)
        };
        let query = sqlx::query(AssertSqlSafe(sql)).bind(value);
        let mut steps = connection.fetch_many(query);
        let mut choice = Choice::new();
        while let Some(step) = future::poll_fn(|context| steps.as_mut().poll_next(context)).await {
            if let Either::Right(row) = step? {
                let row = E::from_row(&row)?;
                let is_exact = is_exact(&row);
                choice.add(row, is_exact);
            }
        }
        Ok(choice.chosen()?)
    }
}
