//! Users: registration, login, and the user's own account.

mod current;
mod fields;
mod login;
mod password;
mod register;
mod taken;

use jwt_router::{Token, entity};
use serde::{Deserialize, Serialize};

use crate::extract::Json;

/// The user whom a token identifies.
///
/// It has no field for the column `password_hash`, so that the hash cannot be sent or logged by mistake.
#[entity(table = "users", key = "user_id")]
#[derive(Clone, Debug, Serialize, sqlx::FromRow)]
pub struct User {
    /// The key, also in the token.
    #[serde(skip)]
    pub user_id: i64,
    /// The e-mail address, in lower case.
    pub email: String,
    /// The name in profiles.
    pub username: String,
    /// What the user writes about itself.
    pub bio: Option<String>,
    /// The URL of a picture.
    pub image: Option<String>,
}

impl User {
    /// The columns of its fields. The guard does not read `password_hash` from the database.
    pub(crate) const COLUMNS: [&str; 5] = ["user_id", "username", "email", "bio", "image"];
}

/// `{"user": ..}`, in requests and responses.
#[derive(Deserialize, Serialize)]
struct UserBody<T> {
    user: T,
}

/// A user with a token, as only the user itself sees it.
#[derive(Serialize)]
struct Account {
    #[serde(flatten)]
    user: User,
    token: Token,
}

fn account(user: User, token: Token) -> Json<UserBody<Account>> {
    Json(UserBody {
        user: Account { user, token },
    })
}
