//! Sign in with Google: `react-google-oauth2` in the browser, `jwt-router` in the service.
//!
//! `accounts` has the handlers, each with its policy above it. [`app`] builds the application.

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

/// The path prefix of the API.
pub const API_NAME: &str = "/api/v1";

/// The path of the page, which `vite.config.js` and the redirect URI repeat.
pub const PAGE: &str = "/app";

/// The lifetime of a token. It is short because every script of the page can read the token.
const SESSION: Duration = Duration::from_hours(8);

/// The headers of every response. They allow the page's own scripts only, because every script of the page can read
/// the token. They forbid the `Referer`, because the page's address contains Google's code for a moment.
const HEADERS: [(HeaderName, &str); 3] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
];

/// Builds the application: the handlers of this crate, and the folder `page` with the built page.
///
/// # Errors
///
/// Returns an error if `jwt` has no secret, or if a setting or a route has a mistake.
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
