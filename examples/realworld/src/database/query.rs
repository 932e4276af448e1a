//! One query for both databases.

use sqlx::{
    Arguments, Database, Encode, FromRow, Pool, Postgres, Sqlite, Type,
    postgres::{PgArguments, PgRow},
    sqlite::{SqliteArguments, SqliteRow},
};

/// A query and its arguments. `bind` gives them in order; the other methods send it.
#[must_use = "a query does nothing until it is sent"]
pub(crate) struct Query<'c> {
    sql: &'static str,
    on: On<'c>,
    /// The first argument that could not be encoded.
    error: Option<sqlx::Error>,
}

enum On<'c> {
    Postgres(PgArguments, Executor<'c, Postgres>),
    Sqlite(SqliteArguments, Executor<'c, Sqlite>),
}

/// Where a query is sent: to any connection of the pool, or to that of a transaction.
pub(super) enum Executor<'c, DB: Database> {
    Pool(&'c Pool<DB>),
    Transaction(&'c mut DB::Connection),
}

/// A value that both databases store.
pub(crate) trait Value<'q>:
    Encode<'q, Postgres> + Encode<'q, Sqlite> + Type<Postgres> + Type<Sqlite>
{
}

impl<'q, T> Value<'q> for T where
    T: Encode<'q, Postgres> + Encode<'q, Sqlite> + Type<Postgres> + Type<Sqlite>
{
}

/// A row as a Rust type, from both databases. Derive [`sqlx::FromRow`], or write a tuple.
pub(crate) trait Row:
    for<'r> FromRow<'r, PgRow> + for<'r> FromRow<'r, SqliteRow> + Send + Unpin
{
}

impl<T> Row for T where T: for<'r> FromRow<'r, PgRow> + for<'r> FromRow<'r, SqliteRow> + Send + Unpin
{}

/// Sends a query to the database that it is for, on any connection or in its transaction.
macro_rules! send {
    ($query:ident, |$sql:ident, $arguments:ident, $executor:ident| $send:expr) => {{
        let Self {
            sql: $sql,
            on,
            error,
        } = $query;
        if let Some(error) = error {
            return Err(error);
        }
        match on {
            On::Postgres($arguments, Executor::Pool($executor)) => $send,
            On::Postgres($arguments, Executor::Transaction($executor)) => $send,
            On::Sqlite($arguments, Executor::Pool($executor)) => $send,
            On::Sqlite($arguments, Executor::Transaction($executor)) => $send,
        }
    }};
}

impl<'c> Query<'c> {
    pub(super) fn on_postgres(sql: &'static str, executor: Executor<'c, Postgres>) -> Self {
        let on = On::Postgres(PgArguments::default(), executor);
        Self {
            sql,
            on,
            error: None,
        }
    }

    pub(super) fn on_sqlite(sql: &'static str, executor: Executor<'c, Sqlite>) -> Self {
        let on = On::Sqlite(SqliteArguments::default(), executor);
        Self {
            sql,
            on,
            error: None,
        }
    }

    /// Gives the next parameter its value: the first is `$1`.
    #[expect(single_use_lifetimes, reason = "`impl Value<'_>` is not stable")]
    pub(crate) fn bind<'q>(mut self, value: impl Value<'q>) -> Self {
        let added = match &mut self.on {
            On::Postgres(arguments, _) => arguments.add(value),
            On::Sqlite(arguments, _) => arguments.add(value),
        };
        if let Err(error) = added {
            self.error.get_or_insert(sqlx::Error::Encode(error));
        }
        self
    }

    /// Returns all rows.
    pub(crate) async fn all<T: Row>(self) -> Result<Vec<T>, sqlx::Error> {
        send!(self, |sql, arguments, executor| {
            sqlx::query_as_with(sql, arguments)
                .fetch_all(executor)
                .await
        })
    }

    /// Returns the first row.
    pub(crate) async fn one<T: Row>(self) -> Result<T, sqlx::Error> {
        send!(self, |sql, arguments, executor| {
            sqlx::query_as_with(sql, arguments)
                .fetch_one(executor)
                .await
        })
    }

    /// Returns the first row, if there is one.
    pub(crate) async fn optional<T: Row>(self) -> Result<Option<T>, sqlx::Error> {
        send!(self, |sql, arguments, executor| {
            sqlx::query_as_with(sql, arguments)
                .fetch_optional(executor)
                .await
        })
    }

    /// Runs the query for its effect.
    pub(crate) async fn execute(self) -> Result<(), sqlx::Error> {
        send!(self, |sql, arguments, executor| {
            sqlx::query_with(sql, arguments)
                .execute(executor)
                .await
                .map(drop)
        })
    }
}
