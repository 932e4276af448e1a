//! The [RealWorld API](https://docs.realworld.show) (Conduit): articles, comments, profiles and feeds.
//!
//! [`app`] puts it together. Each handler has its policy on top, in the file of its concept.

mod articles;
mod comments;
mod database;
mod error;
mod extract;
mod mistakes;
mod profiles;
mod tags;
mod users;

use std::error::Error;

use axum::http::{Method, header};
use jwt_router::{App, JwtRoutesBuilder, SqlxStore};
use tower_http::cors::{Any, CorsLayer};

pub use crate::{database::Db, users::User};

/// The scheme of the credentials: `Authorization: Token ..`.
const SCHEME: &str = "Token";

/// Returns the application: every annotated handler of this crate, with its users in `db`.
///
/// # Errors
///
/// Returns an error when `jwt` has no secret, when the routes do not fit together, or when they are not those of
/// `routes.lock`.
pub fn app(db: Db, jwt: JwtRoutesBuilder) -> Result<App, Box<dyn Error>> {
    let jwt = match &db {
        Db::Postgres(pool) => {
            jwt.entity::<User>(SqlxStore::new(pool.clone()).columns(User::COLUMNS))
        }
        Db::Sqlite(pool) => jwt.entity::<User>(SqlxStore::new(pool.clone()).columns(User::COLUMNS)),
    };
    let app = jwt
        .api_name("/api")
        .scheme(SCHEME)
        .expire_days(1)
        .on_reject(error::refused)
        .build()?
        .app()
        .state(db)
        .fallback(error::unknown_path)
        .method_not_allowed_fallback(error::wrong_method)
        .locked(include_str!("../routes.lock"))
        .build()?;
    Ok(app.layer(browsers()))
}

/// Lets the pages of every origin call the API: tokens are in a header, which no other page knows.
fn browsers() -> CorsLayer {
    CorsLayer::new()
        .allow_origin(Any)
        .allow_headers([header::AUTHORIZATION, header::CONTENT_TYPE])
        .allow_methods([Method::GET, Method::POST, Method::PUT, Method::DELETE])
}
