//! Accounts whose sessions are in cookies: devices, log out here and everywhere, a forgotten password, a WebSocket.
//!
//! `accounts`, `devices`, `password` and `live` have the handlers, each with its policy above it. [`app`] puts them
//! together.

mod accounts;
mod credentials;
mod database;
mod device_name;
mod devices;
mod failure;
mod hashing;
mod live;
mod mail;
mod pages;
mod password;
mod users;

use std::error::Error;

use jwt_router::{App, Cookies, JwtRoutesBuilder, SqlxSessions, SqlxStore};
use sqlx::SqlitePool;

pub use crate::{
    database::open_database,
    mail::{Letter, Outbox},
    users::User,
};

/// The path prefix of the API.
pub const API_NAME: &str = "/api/v1";

/// What the handlers work with.
#[derive(Clone, Debug)]
pub struct Site {
    /// The database of [`open_database`].
    pub db: SqlitePool,
    /// Where letters to users go.
    pub outbox: Outbox,
    /// The origin of the pages, such as `http://localhost:3000`. Links in letters begin with it, and not with the
    /// header `Host` of a request: whoever asks for the letter of another user can choose that one.
    pub origin: String,
}

/// Builds the application: every annotated handler of this crate, and the stores of users and sessions.
///
/// # Errors
///
/// Returns an error if `jwt` has no secret or an invalid setting, or if the policies are not those of `routes.lock`.
pub fn app(site: Site, jwt: JwtRoutesBuilder) -> Result<App, Box<dyn Error>> {
    let app = jwt
        .api_name(API_NAME)
        .entity::<User>(SqlxStore::new(site.db.clone()))
        .sessions(SqlxSessions::new(site.db.clone()))
        .cookies(Cookies::host("session"))
        // A device that is logged out from another one is to notice soon. The default is 30 seconds.
        .check_streams_every("1s")
        .build()?
        .app()
        .state(site)
        .locked(include_str!("../routes.lock"))
        .build()?;
    Ok(app)
}
