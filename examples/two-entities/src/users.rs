//! Users: their key is a number.

use axum::{Json, extract::State, http::StatusCode};
use jwt_router::prelude::*;
use serde::Serialize;
use sqlx::SqlitePool;

use crate::{
    accounts::{self, Credentials},
    failure::Failure,
};

/// A user, as tokens with `"table_name": "users"` and `"user_id": 1` identify one.
#[entity(table = "users", key = "user_id")]
#[derive(Clone, Debug, Serialize, sqlx::FromRow)]
pub struct User {
    /// The primary key.
    pub user_id: i64,
    /// The name to log in with.
    pub name: String,
}

#[whitelist(POST, "/users/register")]
async fn register(
    State(db): State<SqlitePool>,
    jwt: JwtRoutes,
    Json(new): Json<Credentials>,
) -> Result<(StatusCode, Token), Failure> {
    let insert = "insert into users (name, password_hash) values (?, ?) returning user_id, name";
    let user: User = accounts::insert(&db, insert, new).await?;
    Ok((StatusCode::CREATED, jwt.create_token(&user)?))
}

#[whitelist(POST, "/users/login")]
async fn login(
    State(db): State<SqlitePool>,
    jwt: JwtRoutes,
    Json(credentials): Json<Credentials>,
) -> Result<Token, Failure> {
    let select = "select user_id, password_hash from users where name = ?";
    let user_id = accounts::check(&db, select, credentials).await?;
    Ok(jwt.create_token_for::<User>(&user_id)?)
}

/// Responds with the user; a teacher's token is refused with 403.
#[protected(GET, "/users/me")]
async fn me(g: G<User>) -> Json<User> {
    Json(g.users().clone())
}
