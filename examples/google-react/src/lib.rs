//! Signing in with Google: `react-google-oauth2` in the browser, `jwt-router` behind it.
//!
//! [`app`] puts it together; `accounts` has the handlers, each with its policy on top.

mod accounts;
mod database;
mod sign_in;

use std::{error::Error, path::Path, time::Duration};

use axum::http::{HeaderName, HeaderValue, header};
use jwt_router::{App, EntityField, JwtRoutesBuilder, SqlxStore};
use sqlx::SqlitePool;
use tower_http::{services::ServeDir, set_header::SetResponseHeaderLayer};

pub use crate::{
    accounts::User,
    database::{add_user, open_database},
    sign_in::SignIn,
};

/// The path under which the API stands.
pub const API_NAME: &str = "/api/v1";

/// The path of the page, also in `vite.config.js` and in the redirect URI.
pub const PAGE: &str = "/app";

/// How long a sign-in is good for: the page keeps the token where each of its scripts can read it.
const SESSION: Duration = Duration::from_hours(8);

/// The page runs only its own scripts, since every script of the page can read the token. It sends no `Referer`, since
/// its address contains Google's code for a moment.
const HEADERS: [(HeaderName, &str); 3] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
];

/// The application: the handlers of this crate, and the folder of the built page.
///
/// # Errors
///
/// When `jwt` has no secret, or the parts do not fit together.
pub fn app(
    db: SqlitePool,
    jwt: JwtRoutesBuilder,
    sign_in: SignIn,
    page: &Path,
) -> Result<App, Box<dyn Error>> {
    let users = SqlxStore::new(db);
    let email = EntityField::new("email", |user: &User| &user.email);
    let app = jwt
        .api_name(API_NAME)
        .expires_in(SESSION)
        .entity::<User>(users.clone())
        .google(sign_in.google.entity(email, users))
        .build()?
        .app()
        .state(sign_in.settings)
        .ignored_service(PAGE, ServeDir::new(page))
        .build()?;
    Ok(HEADERS.into_iter().fold(app, |app, (name, value)| {
        let value = HeaderValue::from_static(value);
        app.layer(SetResponseHeaderLayer::overriding(name, value))
    }))
}
