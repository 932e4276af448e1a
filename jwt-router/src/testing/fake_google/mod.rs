//! A fake Google for tests: a server on the loopback interface.

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
    state::{FakeState, Grant},
};
use crate::oauth::google::{Google, GoogleBuilder, GoogleEndpoints};

/// A fake Google for tests of logins: a server on the loopback interface. It has a consent page, issues codes
/// and ID tokens, publishes its keys, and can simulate [faults](FakeFault). It signs with keys of its own, so
/// no real application accepts its tokens. Dropping the value stops the server.
///
/// The endpoints are `/o/oauth2/v2/auth` (the consent page), `/token`, `/tokeninfo`, `/v1/userinfo`,
/// `/oauth2/v2/userinfo`, `/oauth2/v3/certs` and `/.well-known/openid-configuration`. The server also imitates
/// Keycloak, with the issuer `<url>/realms/<name>` for every name, and Auth0, with the issuer `<url>/auth0/`.
///
/// # Examples
///
/// ```
/// use jwt_router::{EntityField, JwtRoutes, MemoryStore, Secret, entity, testing::{FakeFault, FakeGoogle}};
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
/// // The code that a browser brings back from the consent page.
/// let code = fake.code("ann@gmail.com");
/// let google = jwt.google().ok_or("Google is not configured")?;
/// assert!(google.login(&code).await.is_ok());
/// // A code is valid once.
/// assert!(google.login(&code).await.is_err());
///
/// // A provider that fails.
/// fake.fail(FakeFault::ServerError);
/// assert!(google.login(&fake.code("ann@gmail.com")).await.is_err());
/// fake.heal();
/// fake.rotate_keys()?;
/// assert!(fake.requests().iter().any(|request| request.path == "/token"));
/// # Ok(())
/// # }
/// ```
pub struct FakeGoogle {
    state: Arc<FakeState>,
    server: JoinHandle<()>,
    stopping: Arc<Notify>,
}

impl FakeGoogle {
    /// The id of the OAuth client that the server knows; it knows no other client.
    pub const CLIENT_ID: &'static str = "fake-client-id.apps.googleusercontent.com";
    /// The secret of the OAuth client [`CLIENT_ID`](Self::CLIENT_ID).
    pub const CLIENT_SECRET: &'static str = "fake-client-secret";

    /// Starts a fake Google on a free port. It uses the system's clock, and accepts every redirect URI.
    ///
    /// # Errors
    ///
    /// Returns an error if there is no free port, or if no signing key can be generated.
    pub async fn start() -> io::Result<Self> {
        Self::builder().start().await
    }

    /// Returns a builder, which configures and starts a fake Google.
    pub fn builder() -> FakeGoogleBuilder {
        FakeGoogleBuilder::new()
    }

    /// Returns the base URL of the server, such as `http://127.0.0.1:4000`.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.state.base
    }

    /// Returns the URLs of the server's endpoints, for an application that configures `Google` itself.
    ///
    /// # Examples
    ///
    /// ```
    /// # use jwt_router::{Google, testing::FakeGoogle};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> std::io::Result<()> {
    /// let fake = FakeGoogle::start().await?;
    /// let google = Google::builder("my-id", "my-secret").endpoints(fake.endpoints());
    /// # drop(google);
    /// # Ok(())
    /// # }
    /// ```
    pub fn endpoints(&self) -> GoogleEndpoints {
        GoogleEndpoints::under(&self.state.base)
    }

    /// Returns a configuration of `Google` for logins at this server, with the OAuth client that the server knows.
    /// The test still has to add a redirect URI, and the entity type whose users log in.
    pub fn google(&self) -> GoogleBuilder {
        self.configure(Google::builder(Self::CLIENT_ID, Self::CLIENT_SECRET))
    }

    /// Replaces the endpoints in a configuration of `Google` by those of this server.
    pub fn configure(&self, google: GoogleBuilder) -> GoogleBuilder {
        google.endpoints(self.endpoints())
    }

    /// Returns an authorization code, valid once, as if the user with this e-mail address had agreed on the
    /// consent page.
    ///
    /// If no account of the server has this address, the code is for a new account. A domain other than
    /// `gmail.com` is the Workspace domain (the claim `hd`) of the new account.
    #[must_use]
    pub fn code(&self, email: &str) -> String {
        let account = self.state.account(email);
        self.state
            .new_code(account, Authorization::unasked(Shape::Google))
    }

    /// Returns an authorization code, valid once, as if this account's user had agreed on the consent page.
    ///
    /// # Examples
    ///
    /// ```
    /// # use jwt_router::testing::{FakeAccount, FakeGoogle};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> std::io::Result<()> {
    /// let fake = FakeGoogle::start().await?;
    /// let code = fake.code_for(FakeAccount::new("bob@example.com").hosted_domain("example.com"));
    /// # drop(code);
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn code_for(&self, account: FakeAccount) -> String {
        self.state
            .new_code(account, Authorization::unasked(Shape::Google))
    }

    /// Returns an ID token of the user with this e-mail address, without a login.
    ///
    /// `issuer` is the server's [`url`](Self::url), alone (Google) or followed by `/realms/<name>` (Keycloak, any
    /// name) or `/auth0/` (Auth0). For any other issuer, the result is `None`.
    ///
    /// # Examples
    ///
    /// ```
    /// # use jwt_router::testing::FakeGoogle;
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> std::io::Result<()> {
    /// let fake = FakeGoogle::start().await?;
    /// let realm = format!("{}/realms/shop", fake.url());
    /// assert!(fake.id_token(&realm, "ann@gmail.com").is_some());
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn id_token(&self, issuer: &str, email: &str) -> Option<String> {
        let shape = Shape::of_issuer(issuer.strip_prefix(self.url())?)?;
        let grant = Grant {
            account: self.state.account(email),
            authorization: Authorization::unasked(shape),
        };
        Some(id_token::id_token(&self.state, &grant))
    }

    /// Opens the consent page at this URL, and agrees as the user with this e-mail address. Returns the URL to
    /// which the page then redirects the browser.
    ///
    /// # Errors
    ///
    /// Returns a message if the URL is not that of a consent page, or if the page refuses the request.
    ///
    /// # Examples
    ///
    /// ```
    /// # use jwt_router::testing::FakeGoogle;
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let fake = FakeGoogle::start().await?;
    /// let query = "redirect_uri=http://localhost/login&response_type=code&scope=openid";
    /// let client = FakeGoogle::CLIENT_ID;
    /// let page = format!("{}/o/oauth2/v2/auth?client_id={client}&{query}", fake.url());
    /// assert!(fake.sign_in(&page, "ann@gmail.com")?.starts_with("http://localhost/login?code="));
    /// assert!(fake.deny(&page)?.ends_with("error=access_denied"));
    /// # Ok(())
    /// # }
    /// ```
    pub fn sign_in(&self, authorization: &str, email: &str) -> Result<String, &'static str> {
        self.at_consent_page(authorization, Some(email))
    }

    /// Opens the consent page at this URL, and declines. Returns the URL to which the page then redirects the
    /// browser. The method [`sign_in`](Self::sign_in) has an example.
    ///
    /// # Errors
    ///
    /// Returns a message if the URL is not that of a consent page, or if the page refuses the request.
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

    /// Activates a fault of the provider until [`heal`](Self::heal) is called. Faults that are already active
    /// remain active.
    pub fn fail(&self, fault: FakeFault) {
        self.state.fail(fault);
    }

    /// Deactivates all faults of the provider.
    pub fn heal(&self) {
        self.state.heal();
    }

    /// Replaces the signing key by a new one. The server no longer publishes the old key.
    ///
    /// # Errors
    ///
    /// Returns an error if no key can be generated.
    pub fn rotate_keys(&self) -> io::Result<()> {
        self.state.rotate(FakeKey::fresh()?);
        Ok(())
    }

    /// Revokes all access tokens that the provider has issued.
    pub fn revoke_tokens(&self) {
        self.state.revoke_tokens();
    }

    /// Returns all requests that the server has received, the oldest first.
    #[must_use]
    pub fn requests(&self) -> Vec<FakeRequest> {
        self.state.requests()
    }

    /// Stops the server, which then refuses connections.
    pub fn stop(&self) {
        self.stopping.notify_one();
    }

    /// Keeps the server running until the process ends, for a program that only starts a fake Google.
    pub async fn run(mut self) {
        // The task of the server does not end by itself.
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
