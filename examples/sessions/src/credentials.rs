//! Addresses, names and passwords that a client sends.

use serde::Deserialize;
use sqlx::SqlitePool;

use crate::{
    failure::Failure,
    hashing::{hash, is_correct},
    users::User,
};

/// A new account. It has no `Debug`, so that no log shows a password.
#[derive(Deserialize)]
pub(crate) struct NewUser {
    email: String,
    name: Name,
    password: NewPassword,
}

/// A log-in.
#[derive(Deserialize)]
pub(crate) struct Credentials {
    email: String,
    password: String,
}

/// A user with the hash of the password.
#[derive(sqlx::FromRow)]
struct StoredUser {
    #[sqlx(flatten)]
    user: User,
    password_hash: String,
}

/// A name to be set.
#[derive(Deserialize)]
pub(crate) struct Name(String);

/// A password to be set.
#[derive(Deserialize)]
pub(crate) struct NewPassword(String);

impl NewUser {
    pub(crate) async fn insert(self, db: &SqlitePool) -> Result<User, Failure> {
        let email = self.email.trim();
        if !email.contains('@') || email.len() > 254 {
            return Err(Failure::InvalidField);
        }
        let insert = "insert into users (email, name, password_hash) values (?, ?, ?)
             returning user_id, email, name, token_version";
        let row = sqlx::query_as(insert)
            .bind(email)
            .bind(self.name.checked()?)
            .bind(self.password.hashed().await?)
            .fetch_one(db)
            .await;
        row.map_err(|error| match error.as_database_error() {
            Some(refused) if refused.is_unique_violation() => Failure::EmailTaken,
            _ => error.into(),
        })
    }
}

impl Credentials {
    /// Returns the user with this address and password.
    pub(crate) async fn check(self, db: &SqlitePool) -> Result<User, Failure> {
        let select = "select user_id, email, name, token_version, password_hash from users
             where email = ?";
        // One query reads the hash and the version of the tokens. If the password is reset while the hash is compared,
        // the tokens of the old password have the old version, and are refused.
        let stored: Option<StoredUser> = sqlx::query_as(select)
            .bind(self.email.trim())
            .fetch_optional(db)
            .await?;
        let Some(stored) = stored else {
            // As slow as a wrong password, so that the time does not show which addresses have an account.
            hash(self.password).await?;
            return Err(Failure::WrongCredentials);
        };
        if is_correct(self.password, stored.password_hash).await? {
            Ok(stored.user)
        } else {
            Err(Failure::WrongCredentials)
        }
    }
}

impl Name {
    pub(crate) fn checked(&self) -> Result<&str, Failure> {
        let name = self.0.trim();
        if (1..=64).contains(&name.chars().count()) {
            Ok(name)
        } else {
            Err(Failure::InvalidField)
        }
    }
}

impl NewPassword {
    pub(crate) async fn hashed(self) -> Result<String, Failure> {
        if (8..=256).contains(&self.0.chars().count()) {
            hash(self.0).await
        } else {
            Err(Failure::InvalidField)
        }
    }
}
