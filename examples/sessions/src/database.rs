//! The database, in memory.

use std::error::Error;

use jwt_router::SqlxSessions;
use sqlx::{SqlitePool, sqlite::SqlitePoolOptions};

/// Opens an empty database in memory, which lives as long as the program.
///
/// # Errors
///
/// Returns an error if `SQLite` cannot create the tables.
pub async fn open_database() -> Result<SqlitePool, Box<dyn Error>> {
    let db = SqlitePoolOptions::new()
        // Each connection to `:memory:` is a database of its own, so there is one, which stays open.
        .max_connections(1)
        .idle_timeout(None)
        .max_lifetime(None)
        // A client that disconnects during this test would close the connection, and so delete the database.
        .test_before_acquire(false)
        .connect("sqlite::memory:")
        .await?;
    // With `autoincrement`, the key of a deleted user is never used again, because its tokens may still be valid.
    sqlx::raw_sql(
        "create table users (
             user_id integer primary key autoincrement,
             email text not null unique collate nocase,
             name text not null,
             password_hash text not null,
             token_version integer not null default 0
         ) strict;",
    )
    .execute(&db)
    .await?;
    SqlxSessions::new(db.clone()).migrate().await?;
    Ok(db)
}
