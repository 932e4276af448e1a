//! Logins with Google.

mod accounts;
mod authenticated;
mod authenticator;
mod build;
mod builder;
mod endpoints;
mod flow;
mod login;
mod passed_through;
mod profile;
mod request;
pub(crate) mod standing;
pub(crate) mod vouching;

pub use builder::GoogleBuilder;
pub use endpoints::GoogleEndpoints;
pub use profile::GoogleProfile;
pub use request::GoogleLogin;

pub(crate) use accounts::Account;
pub(crate) use standing::{Identifying, Undecided};

use std::{fmt, sync::Arc, time::Duration};

use zeroize::Zeroizing;

use self::passed_through::PassedThrough;
use super::{provider::ProviderClient, sealed::SealKey};
use crate::{
    auth::JwtRoutes,
    duration::Period,
    http_client::Endpoint,
    issuer::{IssuerNames, RemoteKeys},
};

/// The login with Google, which handlers take as an argument.
///
/// If a handler takes this argument and Google is not configured,
/// [`AppBuilder::build`](crate::AppBuilder::build) returns an error. See [the guide](crate::guide::google).
///
/// # Examples
///
/// ```standalone_crate
/// use jwt_router::{GoogleToken, EntityField, Google, GoogleLogin, LoginError, prelude::*};
///
/// #[entity(table = "users")]
/// #[derive(Clone)]
/// struct User { id: i64, email: String }
///
/// // POST {"code": ".."}; the response is {"access_token": ".."}
/// #[whitelist(POST)]
/// async fn google_login(google: Google, login: GoogleLogin) -> Result<GoogleToken, LoginError> {
///     google.login(&login.code).await
/// }
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let ann = User { id: 1, email: "ann@gmail.com".to_owned() };
/// let users = MemoryStore::new([ann]);
/// let email = EntityField::new("email", |user: &User| &user.email);
/// let jwt = JwtRoutes::builder()
///     .secret(Secret::random()?)
///     .entity::<User>(users.clone())
///     .google(
///         Google::builder("client-id.apps.googleusercontent.com", "client-secret")
///             .redirect_uri("https://app.example.com/login")
///             .entity(email, users),
///     )
///     .build()?;
/// assert!(jwt.google().is_some());
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Google {
    pub(crate) jwt: JwtRoutes,
    pub(crate) configured: Arc<Configured>,
    /// The position, among the configured entity types, of the type that logs in; `None` if that type is not
    /// configured.
    account: Option<usize>,
    /// The maximum age of the user's authentication at Google; `None` for no maximum.
    max_age: Option<Period>,
}

/// The provider Google, created once, at start-up, from a checked configuration.
pub(crate) struct Configured {
    client_id: String,
    client_secret: Zeroizing<String>,
    /// At least one URI, each exactly as configured, since URIs are compared as texts.
    redirect_uris: Vec<String>,
    hosted_domain: Option<String>,
    /// At least one entity type.
    pub(crate) accounts: Vec<Account>,
    /// The lifetime of a login's tokens; `None` for the lifetime that all other tokens have.
    pub(crate) lifetime: Option<Duration>,
    /// Whether the time of a login counts as the time of the user's authentication if the ID token has no
    /// `auth_time`.
    assumes_recent_login: bool,
    issuer: IssuerNames,
    authorization: Endpoint,
    token: Endpoint,
    http: ProviderClient,
    keys: RemoteKeys,
    seal: SealKey,
    /// The verification of Google's access tokens, if they are passed through.
    passed_through: Option<PassedThrough>,
}

impl Google {
    /// Returns a builder for the OAuth client with this id and secret, which Google's console shows.
    pub fn builder(
        client_id: impl Into<String>,
        client_secret: impl Into<String>,
    ) -> GoogleBuilder {
        GoogleBuilder::new(client_id.into(), client_secret.into())
    }

    fn new(jwt: &JwtRoutes, configured: Arc<Configured>) -> Self {
        Self {
            jwt: jwt.clone(),
            configured,
            account: Some(0),
            max_age: None,
        }
    }
}

impl JwtRoutes {
    /// Returns the configured [`Google`], or `None`.
    ///
    /// Handlers should take [`Google`] as an argument instead, because a missing configuration is then an error
    /// when the application is built. The example of [`Google`] uses this method.
    #[must_use]
    pub fn google(&self) -> Option<Google> {
        let configured = self.config().authenticator()?;
        Some(Google::new(self, configured))
    }
}

impl fmt::Debug for Google {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Google")
            .field("client_id", &self.configured.client_id)
            .finish_non_exhaustive()
    }
}
