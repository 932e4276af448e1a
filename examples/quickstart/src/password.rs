//! Passwords, kept as argon2id hashes.

use argon2::{Argon2, PasswordHasher, PasswordVerifier, password_hash};
use tokio::{sync::Semaphore, task};

use crate::error::AppError;

/// Each hash fills 19 MiB of memory and a core: anyone may ask for one, so few run at a time.
static TURNS: Semaphore = Semaphore::const_new(4);

/// Whether a new account may have this password.
pub(crate) fn is_acceptable(password: &str) -> bool {
    (8..=256).contains(&password.chars().count())
}

/// The hash of a password, with a salt of its own, as a PHC string.
pub(crate) async fn hash(password: String) -> Result<String, AppError> {
    in_turn(move || {
        let hash = Argon2::default().hash_password(password.as_bytes())?;
        Ok(hash.to_string())
    })
    .await
}

/// Whether the hash is this password's.
pub(crate) async fn is_correct(password: String, hash: String) -> Result<bool, AppError> {
    in_turn(
        move || match Argon2::default().verify_password(password.as_bytes(), hash.as_str()) {
            Ok(()) => Ok(true),
            Err(password_hash::Error::PasswordInvalid) => Ok(false),
            Err(error) => Err(error.into()),
        },
    )
    .await
}

/// Runs slow work where it does not keep other requests waiting.
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
