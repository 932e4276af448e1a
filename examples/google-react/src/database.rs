//! The database and its one table. It lives in memory and ends with the program.

use sqlx::{SqlitePool, sqlite::SqlitePoolOptions};

/// Opens an empty database.
///
/// # Errors
///
/// When `SQLite` has no memory for it.
pub async fn open_database() -> Result<SqlitePool, sqlx::Error> {
    let db = SqlitePoolOptions::new()
        // Each connection has a memory of its own, which ends with it.
        .max_connections(1)
        .idle_timeout(None)
        .max_lifetime(None)
        .connect("sqlite::memory:")
        .await?;
    // `autoincrement`: the key of a deleted user is not given to the next one.
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

/// Lets the owner of a Google account sign in.
///
/// # Errors
///
/// When the address has a user already.
pub async fn add_user(db: &SqlitePool, email: &str, name: &str) -> Result<(), sqlx::Error> {
    sqlx::query("insert into users (email, name) values (?, ?)")
        .bind(email)
        .bind(name)
        .execute(db)
        .await?;
    Ok(())
}
