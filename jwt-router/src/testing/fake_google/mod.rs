//! A stand-in for Google on a port of this machine.

mod account;
mod builder;
mod consent;
mod fault;
mod id_token;
mod keys;
mod routes;
mod shape;
mod state;

pub use account::FakeAccount;
pub use builder::FakeGoogleBuilder;
pub use fault::FakeFault;
pub use state::FakeRequest;

use std::{fmt, io, sync::Arc};

use reqwest::Url;
use tokio::{sync::Notify, task::JoinHandle};

use self::{
    consent::Authorization,
    keys::FakeKey,
    shape::Shape,
    state::{Grant, State},
};
use crate::oauth::google::{Google, GoogleBuilder, GoogleEndpoints};

/// A stand-in for Google on a port of this machine: consent page, codes, ID tokens, keys, and all
/// the faults that a provider can have.
///
/// It ends when it is dropped. What it signs is good for nothing else: its keys are its own.
///
/// Its pages: `/o/oauth2/v2/auth` (a form with a button), `/token`, `/tokeninfo`, `/v1/userinfo`,
/// `/oauth2/v3/certs`, and `/.well-known/openid-configuration`. The same provider answers in the
/// shape of Keycloak, as the issuer `/realms/<any>`, and in the shape of Auth0, as `/auth0/`.
///
/// # Examples
///
/// ```
/// use jwt_router::{EntityField, JwtRoutes, MemoryStore, Google, Secret, entity, testing::FakeGoogle};
///
/// #[entity(table = "users")]
/// #[derive(Clone)]
/// struct User { id: i64, email: String }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let ann = User { id: 1, email: "ann@gmail.com".to_owned() };
/// let users = MemoryStore::new([ann]);
/// let email = EntityField::new("email", |user: &User| &user.email);
///
/// let fake = FakeGoogle::start().await?;
/// let jwt = JwtRoutes::builder()
///     .secret(Secret::random()?)
///     .entity::<User>(users.clone())
///     .google(fake.google().redirect_uri("http://localhost/login").entity(email, users))
///     .build()?;
///
/// // What the browser brings back from the consent page.
/// let code = fake.code("ann@gmail.com");
/// let google = jwt.google().ok_or("Google is not configured")?;
/// assert!(google.login(&code).await.is_ok());
/// // A code is good once.
/// assert!(google.login(&code).await.is_err());
/// # Ok(())
/// # }
/// ```
pub struct FakeGoogle {
    state: Arc<State>,
    server: JoinHandle<()>,
    stopping: Arc<Notify>,
}

impl FakeGoogle {
    /// The client id that it knows.
    pub const CLIENT_ID: &'static str = "fake-client-id.apps.googleusercontent.com";
    /// The secret of that client.
    pub const CLIENT_SECRET: &'static str = "fake-client-secret";

    /// Starts one on a free port, with the system's clock, for every redirect URI.
    ///
    /// # Errors
    ///
    /// When there is no port, or no key can be made.
    pub async fn start() -> io::Result<Self> {
        Self::builder().start().await
    }

    /// Configures one.
    pub fn builder() -> FakeGoogleBuilder {
        FakeGoogleBuilder::new()
    }

    /// Where it is: `http://127.0.0.1:<port>`.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.state.base
    }

    /// Its endpoints, for a configuration.
    pub fn endpoints(&self) -> GoogleEndpoints {
        GoogleEndpoints::under(&self.state.base)
    }

    /// A configuration of its client, with its endpoints; redirect URI and entity are still missing.
    pub fn google(&self) -> GoogleBuilder {
        self.configure(Google::builder(Self::CLIENT_ID, Self::CLIENT_SECRET))
    }

    /// Points a configuration at it.
    pub fn configure(&self, google: GoogleBuilder) -> GoogleBuilder {
        google.endpoints(self.endpoints())
    }

    /// A code for the holder of this address, who has just agreed; good once.
    ///
    /// An address that is none of the accounts' gets an account: a Gmail address, or one of a
    /// Workspace domain.
    #[must_use]
    pub fn code(&self, email: &str) -> String {
        let account = self.state.account(email);
        self.state
            .new_code(account, Authorization::unasked(Shape::Google))
    }

    /// A code for this account, who has just agreed; good once.
    #[must_use]
    pub fn code_for(&self, account: FakeAccount) -> String {
        self.state
            .new_code(account, Authorization::unasked(Shape::Google))
    }

    /// An ID token for the holder of this address, as this issuer of it writes them: its
    /// [`url`](Self::url), or that with `/realms/<any>` or `/auth0/`; `None` for any other.
    #[must_use]
    pub fn id_token(&self, issuer: &str, email: &str) -> Option<String> {
        let shape = Shape::of_issuer(issuer.strip_prefix(self.url())?)?;
        let grant = Grant {
            account: self.state.account(email),
            authorization: Authorization::unasked(shape),
        };
        Some(id_token::id_token(&self.state, &grant))
    }

    /// Does what a browser does at the consent page of this address: agrees, in the name of the
    /// holder of the e-mail address. It returns where the browser is sent then.
    ///
    /// # Errors
    ///
    /// What the page says, when it refuses the request.
    pub fn sign_in(&self, authorization: &str, email: &str) -> Result<String, &'static str> {
        self.at_consent_page(authorization, Some(email))
    }

    /// As [`sign_in`](Self::sign_in), for a user who says no.
    ///
    /// # Errors
    ///
    /// As [`sign_in`](Self::sign_in).
    pub fn deny(&self, authorization: &str) -> Result<String, &'static str> {
        self.at_consent_page(authorization, None)
    }

    fn at_consent_page(&self, page: &str, email: Option<&str>) -> Result<String, &'static str> {
        let url = Url::parse(page).map_err(|_| "this is not a URL")?;
        let path = Shape::of_authorization(url.path()).ok_or("this is not the consent page")?;
        let pairs = url.query_pairs().into_owned().collect();
        let authorization = Authorization::parse(pairs, path, &self.state)?;
        Ok(match email {
            Some(email) => authorization.agree(&self.state, email),
            None => authorization.deny(),
        })
    }

    /// Makes it fail in this way, too, until [`heal`](Self::heal).
    pub fn fail(&self, fault: FakeFault) {
        self.state.fail(fault);
    }

    /// Ends every fault.
    pub fn heal(&self) {
        self.state.heal();
    }

    /// Signs with a new key from now on; the old one is no longer published.
    ///
    /// # Errors
    ///
    /// When no key can be made.
    pub fn rotate_keys(&self) -> io::Result<()> {
        self.state.rotate(FakeKey::fresh()?);
        Ok(())
    }

    /// Takes back every access token it gave.
    pub fn revoke_tokens(&self) {
        self.state.revoke_tokens();
    }

    /// Every request that reached it, oldest first.
    #[must_use]
    pub fn requests(&self) -> Vec<FakeRequest> {
        self.state.requests()
    }

    /// Stops it: whoever asks it now gets no connection.
    pub fn stop(&self) {
        self.stopping.notify_one();
    }

    /// Runs until the process ends: for a program that does nothing else.
    pub async fn run(mut self) {
        // The server ends only with its task.
        drop((&mut self.server).await);
    }
}

impl Drop for FakeGoogle {
    fn drop(&mut self) {
        self.stopping.notify_one();
    }
}

impl fmt::Debug for FakeGoogle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FakeGoogle")
            .field("url", &self.state.base)
            .finish_non_exhaustive()
    }
}
