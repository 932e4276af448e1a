//! Users, as their table has them.

use jwt_router::entity;
use serde::Serialize;
use sqlx::SqlitePool;

/// A user, as a token identifies one.
///
/// It has no field for the column `password_hash`, so that the hash cannot be sent or logged by mistake.
#[entity(table = "users", key = "user_id", token_version = Self::token_version)]
#[derive(Clone, Debug, Serialize, sqlx::FromRow)]
pub struct User {
    /// The primary key.
    #[serde(skip)]
    pub user_id: i64,
    /// The address to log in with.
    pub email: String,
    /// The name that the pages show.
    pub name: String,
    /// A new password raises it: links and tokens of the version before are refused.
    #[serde(skip)]
    pub token_version: i64,
}

impl User {
    fn token_version(&self) -> i64 {
        self.token_version
    }

    /// Returns the user with this address.
    pub(crate) async fn with_email(
        db: &SqlitePool,
        email: &str,
    ) -> Result<Option<Self>, sqlx::Error> {
        let select = "select user_id, email, name, token_version from users where email = ?";
        sqlx::query_as(select).bind(email).fetch_optional(db).await
    }
}
