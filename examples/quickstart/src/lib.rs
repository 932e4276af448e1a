//! Accounts with an e-mail address and a password: what a small program on `jwt-router` looks like.
//!
//! [`app`] puts it together; `accounts` has the handlers, each with its policy on top.

mod accounts;
mod database;
mod email;
mod error;
mod password;

use std::error::Error;

use axum::{Router, routing::get};
use jwt_router::{App, JwtRoutesBuilder, SqlxStore};
use sqlx::SqlitePool;

pub use crate::{accounts::User, database::connect};

/// The path under which the API stands.
pub const API_NAME: &str = "/api/v1";

/// The application: every annotated handler of this crate, and a router written by hand.
///
/// # Errors
///
/// When `jwt` has no secret, or the routes do not fit together.
pub fn app(db: SqlitePool, jwt: JwtRoutesBuilder) -> Result<App, Box<dyn Error>> {
    // No attribute says what this route needs, so it needs a token.
    let by_hand = Router::new()
        .route("/metrics", get(accounts::metrics))
        .with_state(db.clone());

    let app = jwt
        .api_name(API_NAME)
        .expire_days(1)
        .entity::<User>(SqlxStore::new(db.clone()))
        .build()?
        .app()
        .state(db)
        .merge(by_hand)
        .build()?;
    Ok(app)
}
