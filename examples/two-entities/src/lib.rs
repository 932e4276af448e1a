//! A school with two kinds of accounts: users and teachers. Each has a table, a key and a log-in of its own.
//!
//! `users` and `teachers` have an entity each, `lessons` has a handler for both. The role of an admin is a column of the
//! teachers' table. [`app`] puts the modules together.

mod accounts;
mod failure;
mod lessons;
mod teachers;
mod users;

use std::error::Error;

use jwt_router::{App, JwtRoutesBuilder, SqlxStore};
use sqlx::{SqlitePool, sqlite::SqlitePoolOptions};

pub use crate::{teachers::Teacher, users::User};

/// The path prefix of the API.
pub const API_NAME: &str = "/api/v1";

/// Builds the application: every annotated handler of this crate, and a store for each table.
///
/// # Errors
///
/// Returns an error if `jwt` has no secret, or if an entity of a handler has no store.
pub fn app(db: SqlitePool, jwt: JwtRoutesBuilder) -> Result<App, Box<dyn Error>> {
    let app = jwt
        .api_name(API_NAME)
        .expire_days(1)
        .entity::<User>(SqlxStore::new(db.clone()))
        .entity::<Teacher>(SqlxStore::new(db.clone()))
        .build()?
        .app()
        .state(db)
        .build()?;
    Ok(app)
}

/// Opens an empty database in memory, which lives as long as the program.
///
/// A deleted account's key is never used again, because its tokens may still be valid: users have `autoincrement`,
/// and the key of a teacher is random.
///
/// # Errors
///
/// Returns an error if `SQLite` cannot create the tables.
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
    sqlx::raw_sql(
        "create table users (
             user_id integer primary key autoincrement,
             name text not null unique,
             password_hash text not null
         ) strict;
         create table teachers (
             teacher_id text primary key not null default (lower(hex(randomblob(16)))),
             name text not null unique,
             password_hash text not null,
             is_admin integer not null default 0
         ) strict;
         create table lessons (
             title text not null,
             teacher_id text not null references teachers on delete cascade
         ) strict;",
    )
    .execute(&db)
    .await?;
    Ok(db)
}
