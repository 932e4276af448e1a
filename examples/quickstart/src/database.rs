//! The database and its one table.

use std::{error::Error, time::Duration};

use sqlx::{
    SqlitePool,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions},
};

/// Opens the database at a URL such as `sqlite:quickstart.db`; makes file and table if need be.
///
/// # Errors
///
/// When the URL is not one of `SQLite`, or the file cannot be opened.
pub async fn connect(url: &str) -> Result<SqlitePool, Box<dyn Error>> {
    // sqlx would take `postgres://..` for the name of a file. The URL is not repeated: other
    // databases have passwords in theirs.
    if !url.starts_with("sqlite:") {
        return Err("the database is not SQLite's: write `sqlite:` and a file".into());
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
    // `autoincrement`: the key of a deleted user is not given to the next one, who would inherit
    // the tokens that are still out.
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
