//! The database, which has one table.

use std::{error::Error, time::Duration};

use sqlx::{
    SqlitePool,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions},
};

/// Opens the database at a URL such as `sqlite:quickstart.db`, and creates the file and the table if they are missing.
///
/// # Errors
///
/// Returns an error if the URL does not start with `sqlite:`, or if the file cannot be opened.
pub async fn connect(url: &str) -> Result<SqlitePool, Box<dyn Error>> {
    // sqlx takes `postgres://..` for the name of a file. The error does not repeat the URL, since those of other
    // databases contain passwords.
    if !url.starts_with("sqlite:") {
        return Err("the database is not SQLite: write `sqlite:` and the name of a file".into());
    }
    open(url)
        .await
        .map_err(|error| format!("the database `{url}` cannot be opened: {error}").into())
}

async fn open(url: &str) -> Result<SqlitePool, sqlx::Error> {
    let options = url
        .parse::<SqliteConnectOptions>()?
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal);
    let db = SqlitePoolOptions::new()
        .acquire_timeout(Duration::from_secs(5))
        .connect_with(options)
        .await?;
    // With `autoincrement`, the key of a deleted user is never used again. Otherwise the tokens of the deleted user
    // would be those of the next one.
    sqlx::query(
        "create table if not exists users (
            user_id integer primary key autoincrement,
            email text not null unique collate nocase,
            password_hash text not null
        ) strict",
    )
    .execute(&db)
    .await?;
    Ok(db)
}
