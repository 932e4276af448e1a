//! The differences between databases: the text of queries, and the meaning of errors.

use sqlx::{Database, Error, database::HasStatementCache};

/// A database that [`SqlxStore`](crate::SqlxStore) loads from: `sqlx::Sqlite`, `sqlx::Postgres` or `sqlx::MySql`,
/// each with its feature: `sqlx-sqlite`, `sqlx-postgres` or `sqlx-mysql`.
#[expect(private_bounds, reason = "only this crate implements it")]
pub trait Dialect: Database + HasStatementCache + Sql {}

impl<DB: Database + HasStatementCache + Sql> Dialect for DB {}

/// The properties of a database's SQL, and the meaning of the database's errors.
pub(super) trait Sql: Database {
    /// The quotation mark around the names of tables and columns.
    const QUOTE: char;
    /// The first parameter of a query, as the database spells it: `$1` or `?`.
    const PARAMETER: &'static str;
    /// Whether sqlx reads the rows of `select *` correctly after the table's columns have changed.
    const READS_CHANGED_TABLES: bool;
    /// Whether the server keeps a query that sqlx has prepared and not cached.
    const KEEPS_UNCACHED_QUERIES: bool;
    /// Whether parameters are written `$1`, `$2` and so on; if not, they are written `?`.
    const HAS_NUMBERED_PARAMETERS: bool;
    /// Whether another thread of this process runs the query and sends each row to the task that loads it.
    const RUNS_ON_A_THREAD: bool;
    /// The SQL that creates the tables of sessions.
    const SESSIONS: &'static str;

    /// Returns the first parameter of a query, as it is compared with a column of this type.
    fn parameter(_column_type: &str) -> &'static str {
        Self::PARAMETER
    }

    /// Returns what can be done about an error of a query for the rows with one value.
    fn failure(error: &Error) -> Failure;

    /// Returns whether the database ended the statement because of concurrent ones, so that it may be repeated at once.
    fn is_deadlock(error: &Error) -> bool;

    /// Returns the number of rows that a statement changed.
    fn affected(result: &Self::QueryResult) -> u64;
}

/// What can be done about an error of a query for the rows with one value.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Failure {
    /// No row can have the value, since the database cannot store such a text. The error means this only if the
    /// database still prepares the query.
    #[cfg_attr(
        not(any(feature = "sqlx-mysql", feature = "sqlx-postgres")),
        expect(dead_code, reason = "SQLite takes every text for a value")
    )]
    ImpossibleValue,
    /// The table has changed since the query was prepared.
    ChangedTable,
    /// The server has no longer the query that the connection prepared.
    #[cfg_attr(
        not(feature = "sqlx-postgres"),
        expect(dead_code, reason = "only PostgreSQL reports it on its own")
    )]
    LostStatement,
    /// The connection is gone. The query only reads, so another connection may repeat it.
    LostConnection,
    /// The database, the table or the program is at fault.
    Lasting,
}

#[cfg(feature = "sqlx-sqlite")]
impl Sql for sqlx::Sqlite {
    // Not the standard's `"`: SQLite reads `"no_such_column"` as a string when no such column exists, and the
    // caller's value could be equal to that string. A name in backticks is always a column, or an error.
    const QUOTE: char = '`';
    const PARAMETER: &'static str = "?";
    // SQLite prepares the query anew, and sqlx keeps the old names and number of the columns. After `drop column`, a
    // field would have the value of the column that has moved into its place; after `add column`, sqlx 0.9 panics on
    // its own thread and returns no row.
    const READS_CHANGED_TABLES: bool = false;
    const KEEPS_UNCACHED_QUERIES: bool = false;
    const HAS_NUMBERED_PARAMETERS: bool = true;
    const RUNS_ON_A_THREAD: bool = true;
    const SESSIONS: &'static str = include_str!("sessions/schema/sqlite.sql");

    fn failure(error: &Error) -> Failure {
        match error {
            Error::WorkerCrashed => Failure::LostConnection,
            Error::ColumnNotFound(_) => Failure::ChangedTable,
            // SQLITE_ERROR: "no such column".
            Error::Database(error) if error.code().as_deref() == Some("1") => Failure::ChangedTable,
            _ => Failure::Lasting,
        }
    }

    /// Returns `false`: a statement waits for the lock of another one as long as the pool's `busy_timeout` allows.
    fn is_deadlock(_error: &Error) -> bool {
        false
    }

    fn affected(result: &Self::QueryResult) -> u64 {
        result.rows_affected()
    }
}

#[cfg(feature = "sqlx-postgres")]
impl Sql for sqlx::Postgres {
    const QUOTE: char = '"';
    const PARAMETER: &'static str = "$1";
    const READS_CHANGED_TABLES: bool = true;
    const KEEPS_UNCACHED_QUERIES: bool = true;
    const HAS_NUMBERED_PARAMETERS: bool = true;
    const RUNS_ON_A_THREAD: bool = false;
    const SESSIONS: &'static str = include_str!("sessions/schema/postgres.sql");

    /// Casts the parameter for a `citext`. A `citext` and a `text` are compared as `text`, for which PostgreSQL does
    /// not use an index of the column.
    fn parameter(column_type: &str) -> &'static str {
        match column_type {
            "citext" => "$1::citext",
            _ => Self::PARAMETER,
        }
    }

    /// Reads the SQLSTATE: <https://www.postgresql.org/docs/current/errcodes-appendix.html>.
    ///
    /// 42P05, a prepared query whose name is in use, is a lasting failure. It shows that a pooler mixes up the names of
    /// prepared queries, so that a request could run another query than that of its store.
    fn failure(error: &Error) -> Failure {
        let Some(error) = error.as_database_error() else {
            return without_answer(error);
        };
        match error.code().as_deref() {
            // The byte 0, which PostgreSQL has in no text; a letter that the database's encoding does not have.
            Some("22021" | "22P05") => Failure::ImpossibleValue,
            // "cached plan must not change result type".
            Some("0A000") => Failure::ChangedTable,
            // "prepared statement does not exist": `deallocate all`, or a pooler that has replaced the connection.
            Some("26000") => Failure::LostStatement,
            // An administrator ended the connection, or the server stops.
            Some("57P01" | "57P02" | "57P03" | "57P05") => Failure::LostConnection,
            Some(code) if code.starts_with("08") => Failure::LostConnection,
            _ => Failure::Lasting,
        }
    }

    fn is_deadlock(error: &Error) -> bool {
        let error = error.as_database_error();
        let code = error.and_then(sqlx::error::DatabaseError::code);
        // "serialization failure", "deadlock detected".
        matches!(code.as_deref(), Some("40001" | "40P01"))
    }

    fn affected(result: &Self::QueryResult) -> u64 {
        result.rows_affected()
    }
}

#[cfg(feature = "sqlx-mysql")]
impl Sql for sqlx::MySql {
    const QUOTE: char = '`';
    const PARAMETER: &'static str = "?";
    const READS_CHANGED_TABLES: bool = true;
    const KEEPS_UNCACHED_QUERIES: bool = false;
    const HAS_NUMBERED_PARAMETERS: bool = false;
    const RUNS_ON_A_THREAD: bool = false;
    const SESSIONS: &'static str = include_str!("sessions/schema/mysql.sql");

    /// Reads the error number: the SQLSTATE of these is `HY000` or another one in MariaDB.
    fn failure(error: &Error) -> Failure {
        let Some(database) = error.as_database_error() else {
            return without_answer(error);
        };
        let number = database
            .try_downcast_ref::<sqlx::mysql::MySqlDatabaseError>()
            .map(sqlx::mysql::MySqlDatabaseError::number);
        match number {
            // ER_CANT_AGGREGATE_2COLLATIONS: the value has a letter that the column's character set does not have.
            Some(1267) => Failure::ImpossibleValue,
            // ER_NEED_REPREPARE, ER_UNKNOWN_STMT_HANDLER.
            Some(1615 | 1243) => Failure::ChangedTable,
            // ER_SERVER_SHUTDOWN, ER_CONNECTION_KILLED of MariaDB, ER_CLIENT_INTERACTION_TIMEOUT.
            Some(1053 | 1927 | 4031) => Failure::LostConnection,
            _ => Failure::Lasting,
        }
    }

    fn is_deadlock(error: &Error) -> bool {
        let error = error.as_database_error();
        let code = error.and_then(sqlx::error::DatabaseError::code);
        // ER_LOCK_DEADLOCK.
        code.as_deref() == Some("40001")
    }

    fn affected(result: &Self::QueryResult) -> u64 {
        result.rows_affected()
    }
}

/// Returns what can be done about an error that is not a response of the database.
#[cfg(any(feature = "sqlx-mysql", feature = "sqlx-postgres"))]
const fn without_answer(error: &Error) -> Failure {
    match error {
        Error::Io(_) => Failure::LostConnection,
        _ => Failure::Lasting,
    }
}
