//! Names and passwords, alike for users and teachers.

use argon2::{Argon2, PasswordHasher, PasswordVerifier, password_hash};
use axum::http::StatusCode;
use serde::Deserialize;
use sqlx::{Decode, FromRow, Sqlite, SqlitePool, Type, sqlite::SqliteRow};
use tokio::{sync::Semaphore, task};

use crate::failure::Failure;

/// A hash takes 19 MiB of memory and a core, so few of them are computed at a time.
static HASHES: Semaphore = Semaphore::const_new(4);

const INVALID: Failure = Failure::new(
    StatusCode::UNPROCESSABLE_ENTITY,
    "a name has 1 to 64 characters, a password 8 to 256",
);
const TAKEN: Failure = Failure::new(StatusCode::CONFLICT, "an account has this name");
const WRONG: Failure = Failure::new(
    StatusCode::UNAUTHORIZED,
    "no account has this name and password",
);

/// The body of a registration and of a log-in. It has no `Debug`, so that no log shows a password.
#[derive(Deserialize)]
pub(crate) struct Credentials {
    name: String,
    password: String,
}

/// Inserts an account and returns its row. The parameters of `insert` are the name and the hash of the password.
pub(crate) async fn insert<E>(
    db: &SqlitePool,
    insert: &'static str,
    Credentials { name, password }: Credentials,
) -> Result<E, Failure>
where
    E: for<'r> FromRow<'r, SqliteRow> + Send + Unpin,
{
    let is_valid = (1..=64).contains(&name.trim().chars().count())
        && (8..=256).contains(&password.chars().count());
    if !is_valid {
        return Err(INVALID);
    }
    let row = sqlx::query_as(insert)
        .bind(name.trim())
        .bind(hash(password).await?)
        .fetch_one(db)
        .await;
    row.map_err(|error| match error.as_database_error() {
        Some(refused) if refused.is_unique_violation() => TAKEN,
        _ => error.into(),
    })
}

/// Returns the key of the account with this name and password. `select` finds the key and the hash by the name.
pub(crate) async fn check<K>(
    db: &SqlitePool,
    select: &'static str,
    Credentials { name, password }: Credentials,
) -> Result<K, Failure>
where
    K: for<'r> Decode<'r, Sqlite> + Type<Sqlite> + Send + Unpin,
{
    let account: Option<(K, String)> = sqlx::query_as(select)
        .bind(name.trim())
        .fetch_optional(db)
        .await?;
    let Some((key, hash)) = account else {
        // As slow as a wrong password, so that the time does not show which names have an account.
        hash(password).await?;
        return Err(WRONG);
    };
    if is_correct(password, hash).await? {
        Ok(key)
    } else {
        Err(WRONG)
    }
}

async fn hash(password: String) -> Result<String, Failure> {
    in_background(move || {
        let hash = Argon2::default().hash_password(password.as_bytes())?;
        Ok(hash.to_string())
    })
    .await
}

async fn is_correct(password: String, hash: String) -> Result<bool, Failure> {
    in_background(move || {
        match Argon2::default().verify_password(password.as_bytes(), hash.as_str()) {
            Ok(()) => Ok(true),
            Err(password_hash::Error::PasswordInvalid) => Ok(false),
            Err(error) => Err(error),
        }
    })
    .await
}

/// Runs slow work on a thread where it does not delay other requests.
async fn in_background<T: Send + 'static>(
    work: impl FnOnce() -> password_hash::Result<T> + Send + 'static,
) -> Result<T, Failure> {
    let permit = HASHES.acquire().await.map_err(Failure::internal)?;
    let work = task::spawn_blocking(move || {
        // The permit is held until the work ends, also if the client disconnects before.
        let _permit = permit;
        work()
    });
    let result = work.await.map_err(Failure::internal)?;
    result.map_err(Failure::internal)
}
