//! The handlers.

use axum::{Json, extract::State, response::Redirect};
use jwt_router::{Google, GoogleLogin, GoogleToken, LoginError, prelude::*};
use serde::Serialize;

use crate::{PAGE, sign_in::PageSettings};

/// A user, who may sign in.
#[entity(table = "users")]
#[derive(Clone, Debug, Serialize, sqlx::FromRow)]
pub struct User {
    /// The key, also in the token.
    pub id: i64,
    /// The address of the Google account.
    pub email: String,
    /// The name with which the page greets the user.
    pub name: String,
}

#[ignored(GET, "/")]
async fn home() -> Redirect {
    Redirect::temporary(&format!("{PAGE}/"))
}

#[whitelist(GET, "/google")]
async fn settings(State(settings): State<PageSettings>) -> Json<PageSettings> {
    Json(settings)
}

/// Exchanges the code that the browser got from Google, and responds with `{"access_token": ".."}`.
#[whitelist(POST)]
async fn google_login(google: Google, login: GoogleLogin) -> Result<GoogleToken, LoginError> {
    google.login(&login.code).await
}

#[protected(GET, "/me")]
async fn me(g: G<User>) -> Json<User> {
    Json(g.into_inner())
}
