//! The handlers.

use axum::{Json, extract::State, http::StatusCode};
use jwt_router::prelude::*;
use serde::{Deserialize, Serialize};
use sqlx::SqlitePool;

use crate::{email, error::AppError, password};

/// A user, as a token identifies one.
///
/// It has no field for the column `password_hash`, so that the hash cannot be sent or logged by mistake.
#[entity(table = "users", key = "user_id")]
#[derive(Clone, Debug, Serialize, sqlx::FromRow)]
pub struct User {
    /// The key, also in the token.
    pub user_id: i64,
    /// The address, trimmed and in lower case.
    pub email: String,
}

/// The body of a registration and of a log-in. It has no `Debug`, so that no log shows a password.
#[derive(Deserialize)]
struct Credentials {
    email: String,
    password: String,
}

#[ignored(GET, "/")]
async fn home() -> &'static str {
    "This is the quick start of jwt-router. Its API is under /api/v1.\n"
}

#[whitelist(POST)]
async fn register(
    State(db): State<SqlitePool>,
    jwt: JwtRoutes,
    Json(new): Json<Credentials>,
) -> Result<(StatusCode, Token), AppError> {
    let email = email::parse(&new.email).ok_or(AppError::InvalidEmail)?;
    if !password::is_acceptable(&new.password) {
        return Err(AppError::InvalidPassword);
    }
    let hash = password::hash(new.password).await?;
    // Only the table's `unique` decides whether the address is free: two requests may arrive at once.
    let user: User = sqlx::query_as(
        "insert into users (email, password_hash) values (?, ?) returning user_id, email",
    )
    .bind(email)
    .bind(hash)
    .fetch_one(&db)
    .await
    .map_err(|error| match error.as_database_error() {
        Some(refused) if refused.is_unique_violation() => AppError::EmailTaken,
        _ => AppError::from(error),
    })?;
    Ok((StatusCode::CREATED, jwt.create_token(&user)?))
}

#[whitelist(POST)]
async fn login(
    State(db): State<SqlitePool>,
    jwt: JwtRoutes,
    Json(credentials): Json<Credentials>,
) -> Result<Token, AppError> {
    let account: Option<(i64, String)> =
        sqlx::query_as("select user_id, password_hash from users where email = ?")
            .bind(email::parse(&credentials.email))
            .fetch_optional(&db)
            .await?;
    let Some((user_id, hash)) = account else {
        // As slow as a wrong password, so that the time does not show which addresses have an account.
        password::hash(credentials.password).await?;
        return Err(AppError::WrongCredentials);
    };
    if password::is_correct(credentials.password, hash).await? {
        Ok(jwt.create_token_for::<User>(&user_id)?)
    } else {
        Err(AppError::WrongCredentials)
    }
}

#[whitelist(GET)]
async fn feed(g: Option<G<User>>) -> String {
    match g {
        Some(g) => format!("Good to see you, {}.", g.email),
        None => "Hello, stranger.".to_owned(),
    }
}

#[protected(GET)]
async fn me(g: G<User>) -> Json<User> {
    Json(g.into_inner())
}

#[protected(POST, "/token/renew")]
async fn renew(g: G<User>, jwt: JwtRoutes) -> Result<Token, AppError> {
    Ok(jwt.update_token(&g)?)
}

/// A handler without an attribute, which [`app`](crate::app) mounts by hand.
pub(crate) async fn metrics(State(db): State<SqlitePool>) -> Result<String, AppError> {
    let users: i64 = sqlx::query_scalar("select count(*) from users")
        .fetch_one(&db)
        .await?;
    Ok(format!("quickstart_users {users}\n"))
}
