//! Names and addresses that another user has.

use sqlx::error::DatabaseError;

use crate::{database::Db, error::AppError, mistakes::Mistakes};

/// Explains why the database refused a user's name and address, by those that another user has.
///
/// Only the database's `unique` can refuse them, since two requests may come at once.
pub(super) async fn explain(
    error: sqlx::Error,
    db: &Db,
    user_id: Option<i64>,
    username: Option<&str>,
    email: Option<&str>,
) -> AppError {
    let is_taken = error
        .as_database_error()
        .is_some_and(DatabaseError::is_unique_violation);
    if !is_taken {
        return error.into();
    }
    let others = db
        .query(
            "select username, email from users
             where (username = $1 or email = $2) and user_id is distinct from $3",
        )
        .bind(username)
        .bind(email)
        .bind(user_id)
        .all::<(String, String)>();
    let others = match others.await {
        Ok(others) => others,
        Err(error) => return error.into(),
    };
    let mut mistakes = Mistakes::default();
    for (others_name, others_email) in others {
        if username == Some(&others_name) {
            mistakes.add("username", "has already been taken");
        }
        if email == Some(&others_email) {
            mistakes.add("email", "has already been taken");
        }
    }
    AppError::Taken(mistakes)
}
