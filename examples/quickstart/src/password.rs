//! Passwords, which the database stores as argon2id hashes.

use argon2::{Argon2, PasswordHasher, PasswordVerifier, password_hash};
use tokio::{sync::Semaphore, task};

use crate::error::AppError;

/// A hash takes 19 MiB of memory and a core, and every client can cause one, so few are computed at a time.
static HASHES: Semaphore = Semaphore::const_new(4);

/// Returns whether a new account may have this password.
pub(crate) fn is_acceptable(password: &str) -> bool {
    (8..=256).contains(&password.chars().count())
}

/// Hashes a password with a random salt, and returns the hash as a PHC string.
pub(crate) async fn hash(password: String) -> Result<String, AppError> {
    in_background(move || {
        let hash = Argon2::default().hash_password(password.as_bytes())?;
        Ok(hash.to_string())
    })
    .await
}

/// Returns whether the hash was made of this password.
pub(crate) async fn is_correct(password: String, hash: String) -> Result<bool, AppError> {
    in_background(move || {
        match Argon2::default().verify_password(password.as_bytes(), hash.as_str()) {
            Ok(()) => Ok(true),
            Err(password_hash::Error::PasswordInvalid) => Ok(false),
            Err(error) => Err(error.into()),
        }
    })
    .await
}

/// Runs slow work on a thread where it does not delay other requests.
async fn in_background<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, AppError> + Send + 'static,
) -> Result<T, AppError> {
    let permit = HASHES.acquire().await.map_err(AppError::internal)?;
    // The permit is held until the work ends, also if the client disconnects before and this future is dropped.
    task::spawn_blocking(move || {
        let result = work();
        drop(permit);
        result
    })
    .await
    .map_err(AppError::internal)?
}
