//! Logins of Google that Google knows nothing of.

use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use http::{HeaderMap, HeaderName, HeaderValue};

use crate::{auth::JwtRoutes, entity::Entity, oauth::random_text};

/// The logins of tests, of one configuration: two tests with configurations of their own never
/// meet, and in one configuration each login has a token that nobody guesses.
#[derive(Clone, Default)]
pub(crate) struct TestLogins(Arc<Mutex<HashMap<String, TestLogin>>>);

/// Who calls with the token of a test.
#[derive(Clone)]
pub(crate) struct TestLogin {
    pub(crate) account: usize,
    pub(crate) user: TestUser,
    is_for_one_request: bool,
}

/// Whom a test logs in.
#[derive(Clone)]
pub(crate) enum TestUser {
    /// Whoever has this address in the store.
    Email(String),
    /// This entity: no store is asked.
    Entity(crate::entity::Loaded),
}

impl TestLogins {
    fn logins(&self) -> MutexGuard<'_, HashMap<String, TestLogin>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The login of this token, which is over when it was for one request.
    pub(crate) fn take(&self, token: &str) -> Option<TestLogin> {
        let mut logins = self.logins();
        let login = logins.get(token)?.clone();
        if login.is_for_one_request {
            logins.remove(token);
        }
        Some(login)
    }
}

/// A test's login could not be made.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum GoogleTestError {
    /// The configuration has no Google.
    #[error(
        "Google is not configured: call `.google(Google::builder(..)..)` on the `JwtRoutes` builder"
    )]
    NotConfigured,
    /// The provider does not have this entity.
    #[error(
        "the provider does not log in the table `{table}`: call `.entity::<E>(\"email\")` on its builder"
    )]
    NoSuchEntity {
        /// The entity's table.
        table: &'static str,
    },
    /// The operating system gave no random bytes.
    #[error("the operating system gives no random bytes")]
    Random,
}

/// Somebody who has logged in with Google, until this is dropped.
///
/// # Examples
///
/// ```
/// use jwt_router::{Google, JwtRoutes, MemoryStore, Secret, entity, testing::GoogleTestLogin};
///
/// #[entity(table = "users")]
/// #[derive(Clone)]
/// struct User { id: i64, email: String }
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let users = MemoryStore::new([]).findable_by("email", |user: &User, email| user.email == email);
/// # let google = Google::builder("id", "secret")
/// #     .redirect_uri("https://app.example.com/login").entity::<User>("email");
/// # let jwt = JwtRoutes::builder().secret(Secret::random()?)
/// #     .entity::<User>(users).google(google).build()?;
/// let ann = GoogleTestLogin::of(&jwt, User { id: 1, email: "ann@gmail.com".to_owned() })?;
/// let headers = ann.headers(); // X-Auth-Token: Bearer .., for as many requests as you like
/// drop(ann); // and from here on no longer
/// # assert!(headers.contains_key("x-auth-token"));
/// # Ok(())
/// # }
/// ```
#[must_use = "the login ends when this is dropped"]
pub struct GoogleTestLogin {
    logins: TestLogins,
    token: String,
}

impl GoogleTestLogin {
    /// The user whom the store finds by this address, in the provider's first entity or in the one
    /// that a request names as `X-Auth-Resource`; the store is asked for every request.
    ///
    /// # Errors
    ///
    /// When Google is not configured.
    pub fn new(jwt: &JwtRoutes, email: impl Into<String>) -> Result<Self, GoogleTestError> {
        Self::begin(jwt, usize::MAX, TestUser::Email(email.into()))
    }

    /// This entity, and no store is asked.
    ///
    /// # Errors
    ///
    /// When Google is not configured, or not for this entity.
    pub fn of<E: Entity>(jwt: &JwtRoutes, entity: E) -> Result<Self, GoogleTestError> {
        let account = position::<E>(jwt)?;
        Self::begin(jwt, account, TestUser::Entity(Arc::new(entity)))
    }

    fn begin(jwt: &JwtRoutes, account: usize, user: TestUser) -> Result<Self, GoogleTestError> {
        let (logins, token) = begin(jwt, account, user, false)?;
        Ok(Self { logins, token })
    }

    /// The headers of a request in the user's name: `X-Auth-Token: Bearer ..`.
    #[must_use]
    pub fn headers(&self) -> HeaderMap {
        headers(&self.token)
    }
}

impl Drop for GoogleTestLogin {
    fn drop(&mut self) {
        drop(self.logins.logins().remove(&self.token));
    }
}

impl fmt::Debug for GoogleTestLogin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("GoogleTestLogin(..)")
    }
}

/// The headers of one request in the name of the user with this address: `X-Auth-Token: Bearer ..`.
///
/// A second request with them is refused; a [`GoogleTestLogin`] is good for several.
///
/// # Errors
///
/// When Google is not configured.
///
/// # Examples
///
/// ```
/// use jwt_router::testing::google_test_headers;
/// # use jwt_router::{Google, JwtRoutes, MemoryStore, Secret, entity};
/// # #[entity(table = "users")]
/// # #[derive(Clone)]
/// # struct User { id: i64, email: String }
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let users = MemoryStore::new([]).findable_by("email", |user: &User, email| user.email == email);
/// # let google = Google::builder("id", "secret")
/// #     .redirect_uri("https://app.example.com/login").entity::<User>("email");
/// # let jwt = JwtRoutes::builder().secret(Secret::random()?)
/// #     .entity::<User>(users).google(google).build()?;
///
/// let headers = google_test_headers(&jwt, "ann@gmail.com")?;
/// assert!(headers.contains_key("x-auth-token"));
/// # Ok(())
/// # }
/// ```
pub fn google_test_headers(jwt: &JwtRoutes, email: &str) -> Result<HeaderMap, GoogleTestError> {
    once(jwt, usize::MAX, TestUser::Email(email.to_owned()))
}

/// The headers of one request in this entity's name; no store is asked.
///
/// # Errors
///
/// When Google is not configured, or not for this entity.
pub fn google_test_headers_of<E: Entity>(
    jwt: &JwtRoutes,
    entity: E,
) -> Result<HeaderMap, GoogleTestError> {
    once(jwt, position::<E>(jwt)?, TestUser::Entity(Arc::new(entity)))
}

fn once(jwt: &JwtRoutes, account: usize, user: TestUser) -> Result<HeaderMap, GoogleTestError> {
    let (_, token) = begin(jwt, account, user, true)?;
    Ok(headers(&token))
}

/// Makes a login, and its token.
fn begin(
    jwt: &JwtRoutes,
    account: usize,
    user: TestUser,
    is_for_one_request: bool,
) -> Result<(TestLogins, String), GoogleTestError> {
    let google = jwt.google().ok_or(GoogleTestError::NotConfigured)?;
    let logins = google.test_logins();
    let token = random_text().ok_or(GoogleTestError::Random)?;
    let login = TestLogin {
        account,
        user,
        is_for_one_request,
    };
    logins.logins().insert(token.clone(), login);
    Ok((logins, token))
}

fn headers(token: &str) -> HeaderMap {
    let value = HeaderValue::try_from(format!("Bearer {token}"));
    let mut value = value.unwrap_or_else(|_| HeaderValue::from_static("Bearer"));
    value.set_sensitive(true);
    HeaderMap::from_iter([(HeaderName::from_static("x-auth-token"), value)])
}

fn position<E: Entity>(jwt: &JwtRoutes) -> Result<usize, GoogleTestError> {
    let google = jwt.google().ok_or(GoogleTestError::NotConfigured)?;
    let account = google.resource(Some(E::TABLE.as_bytes()));
    let account = account.filter(|(_, entity)| entity.is::<E>());
    let (account, _) = account.ok_or(GoogleTestError::NoSuchEntity { table: E::TABLE })?;
    Ok(account)
}
