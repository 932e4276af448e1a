//! Passwords, stored as argon2id hashes.

use argon2::{Argon2, PasswordHasher, PasswordVerifier, password_hash};
use tokio::{sync::Semaphore, task};

use crate::error::AppError;

/// Each hash fills 19 MiB of memory and keeps a core busy, and any client may ask for one: few run at a time.
static TURNS: Semaphore = Semaphore::const_new(4);

/// Returns the hash of a password, with a salt of its own, as a PHC string.
pub(super) async fn hash(password: String) -> Result<String, AppError> {
    in_turn(move || {
        let hash = Argon2::default().hash_password(password.as_bytes());
        hash.map(|hash| hash.to_string())
            .map_err(AppError::internal)
    })
    .await
}

/// Returns whether the hash is of this password.
pub(super) async fn is_correct(password: String, hash: String) -> Result<bool, AppError> {
    in_turn(
        move || match Argon2::default().verify_password(password.as_bytes(), hash.as_str()) {
            Ok(()) => Ok(true),
            Err(password_hash::Error::PasswordInvalid) => Ok(false),
            Err(error) => Err(AppError::internal(error)),
        },
    )
    .await
}

/// Runs slow work on a thread of its own, so that other requests need not wait for it.
async fn in_turn<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, AppError> + Send + 'static,
) -> Result<T, AppError> {
    let turn = TURNS.acquire().await.map_err(AppError::internal)?;
    // The task holds its permit until it ends, also when the client disconnects and its future is dropped.
    task::spawn_blocking(move || {
        let result = work();
        drop(turn);
        result
    })
    .await
    .map_err(AppError::internal)?
}
