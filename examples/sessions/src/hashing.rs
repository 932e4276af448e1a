//! The hashes of passwords: argon2id, off the threads that serve requests.

use argon2::{Argon2, PasswordHasher, PasswordVerifier, password_hash};
use tokio::{sync::Semaphore, task};

use crate::failure::Failure;

/// A hash takes 19 MiB of memory and a core, so few of them are computed at a time.
static HASHES: Semaphore = Semaphore::const_new(4);

pub(crate) async fn hash(password: String) -> Result<String, Failure> {
    in_background(move || {
        let hash = Argon2::default().hash_password(password.as_bytes())?;
        Ok(hash.to_string())
    })
    .await
}

pub(crate) async fn is_correct(password: String, hash: String) -> Result<bool, Failure> {
    in_background(move || {
        match Argon2::default().verify_password(password.as_bytes(), hash.as_str()) {
            Ok(()) => Ok(true),
            Err(password_hash::Error::PasswordInvalid) => Ok(false),
            Err(error) => Err(error),
        }
    })
    .await
}

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
