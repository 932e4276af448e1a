//! A small program on `jwt-router`: accounts with an e-mail address and a password.
//!
//! `accounts` has the handlers, each with its policy above it. [`app`] builds the application.

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

/// The path prefix of the API.
pub const API_NAME: &str = "/api/v1";

/// Builds the application: every annotated handler of this crate, and a router that is written by hand.
///
/// # Errors
///
/// Returns an error if `jwt` has no secret, or if a route has a mistake.
pub fn app(db: SqlitePool, jwt: JwtRoutesBuilder) -> Result<App, Box<dyn Error>> {
    // This route has no attribute, so it requires a token.
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
