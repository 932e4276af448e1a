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
        let email = self.email.trim();
        let stored: Option<String> =
            sqlx::query_scalar("select password_hash from users where email = ?")
                .bind(email)
                .fetch_optional(db)
                .await?;
        let Some(stored) = stored else {
            // As slow as a wrong password, so that the time does not show which addresses have an account.
            hash(self.password).await?;
            return Err(Failure::WrongCredentials);
        };
        if !is_correct(self.password, stored).await? {
            return Err(Failure::WrongCredentials);
        }
        let user = User::with_email(db, email).await?;
        user.ok_or(Failure::WrongCredentials)
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
