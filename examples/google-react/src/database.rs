//! The database, which has one table. It is in memory and lives as long as the program.

use sqlx::{SqlitePool, sqlite::SqlitePoolOptions};

/// Opens an empty database.
///
/// # Errors
///
/// Returns an error if `SQLite` cannot create the table.
pub async fn open_database() -> Result<SqlitePool, sqlx::Error> {
    let db = SqlitePoolOptions::new()
        // Each connection to `:memory:` is a database of its own, so there is one, which stays open.
        .max_connections(1)
        .idle_timeout(None)
        .max_lifetime(None)
        // A client that disconnects during this test would close the connection, and so delete the database.
        .test_before_acquire(false)
        .connect("sqlite::memory:")
        .await?;
    // With `autoincrement`, the key of a deleted user is never used again.
    sqlx::query(
        "create table users (
            id integer primary key autoincrement,
            email text not null unique,
            name text not null
        ) strict",
    )
    .execute(&db)
    .await?;
    Ok(db)
}

/// Adds a user, who signs in with the Google account of this address.
///
/// # Errors
///
/// Returns an error if a user has this address already.
pub async fn add_user(db: &SqlitePool, email: &str, name: &str) -> Result<(), sqlx::Error> {
    sqlx::query("insert into users (email, name) values (?, ?)")
        .bind(email)
        .bind(name)
        .execute(db)
        .await?;
    Ok(())
}
