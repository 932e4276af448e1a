//! Logins with Google for tests, which send no request to Google.

mod error;

use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError, Weak},
};

pub use self::error::GoogleTestError;

use http::{HeaderMap, HeaderName, HeaderValue};

use crate::{
    auth::JwtRoutes,
    entity::{Entity, EntityRef, Loaded, NotLoaded},
    oauth::{
        google::{
            Configured, Google, Identifying, Undecided,
            standing::{Standing, claims},
            vouching::Vouching,
        },
        random_text,
    },
};

/// The time in seconds from each request of a test login until the expiry of the caller's claims.
const LIFETIME: i64 = 3600;

inventory::submit! {
    Vouching(identify)
}

/// The active test logins of the process, by their tokens, which requests have in the header `X-Auth-Token`. The
/// tokens are random, so that tests do not affect each other.
static LOGINS: LazyLock<Mutex<HashMap<String, TestLogin>>> = LazyLock::new(Mutex::default);

/// A test login: the user whom the guard accepts as the caller when a request has the login's token.
#[derive(Clone)]
struct TestLogin {
    /// The configuration of `Google` for which the token is valid. Other applications of the process refuse it.
    configured: Weak<Configured>,
    /// The index of the user's entity type among the entity types in the configuration of `Google`. `None` if the
    /// type depends on the header `X-Auth-Resource` of each request.
    account: Option<usize>,
    user: TestUser,
    is_for_one_request: bool,
}

/// The user of a test login, whom the test names by an e-mail address or passes as an entity.
#[derive(Clone)]
enum TestUser {
    /// The user with this e-mail address. For each request, the entity is loaded from the store of its type.
    Email(String),
    /// The user is this entity, which the test provides. The store is not called.
    Entity(Loaded),
}

fn logins() -> MutexGuard<'static, HashMap<String, TestLogin>> {
    LOGINS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Returns the test login of this token; `None` if `google` has no such login. Ends a login that is for one request.
fn take(google: &Google, token: &str) -> Option<TestLogin> {
    let mut logins = logins();
    let login = logins.get(token)?.clone();
    if !std::ptr::eq(login.configured.as_ptr(), Arc::as_ptr(&google.configured)) {
        return None;
    }
    if login.is_for_one_request {
        logins.remove(token);
    }
    Some(login)
}

/// Returns the entity type of the test login with this token, and a future whose output is the user; `None` if no test
/// login has the token. `named` is the entity type that the request names or, if `is_named` is `false`, the first one
/// in the configuration. A login that the test started with an entity has the type of that entity. If the request
/// names another type, the future finds no user.
fn identify(
    google: &Google,
    token: &str,
    named: (usize, EntityRef),
    is_named: bool,
) -> Option<(EntityRef, Identifying)> {
    let login = take(google, token)?;
    let own = login.account.and_then(|account| {
        let known = google.configured.accounts.get(account)?;
        Some((account, known.entity))
    });
    let (account, entity) = match own {
        Some(own) if !is_named => own,
        _ => named,
    };
    let google = google.clone();
    let answer = Box::pin(async move { stand_for(&google, login, account).await });
    Some((entity, answer))
}

async fn stand_for(
    google: &Google,
    login: TestLogin,
    account: usize,
) -> Result<Option<Standing>, Undecided> {
    let config = google.jwt.config();
    let Some(known) = google.configured.accounts.get(account) else {
        return Ok(None);
    };
    let found = match login.user {
        TestUser::Entity(entity) => (login.account == Some(account)).then_some(entity),
        TestUser::Email(email) => match known.find_by_email(&email).await {
            Ok(entity) => Some(entity),
            Err(NotLoaded::Missing) => None,
            Err(reason) => return Err(Undecided::Entity(reason)),
        },
    };
    let expires = config.now().saturating_add(LIFETIME);
    Ok(found.map(|entity| Standing {
        claims: claims(known, &entity, expires),
        entity,
        expires,
    }))
}

/// A login of a test user, as if with Google, but without a request to Google. The guards accept requests with its
/// [`headers`](Self::headers) as requests of this user, until the value is dropped.
///
/// # Examples
///
/// ```
/// use jwt_router::{EntityField, Google, JwtRoutes, MemoryStore, Secret, entity, testing::GoogleTestLogin};
///
/// #[entity(table = "users")]
/// #[derive(Clone)]
/// struct User { id: i64, email: String }
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let users = MemoryStore::<User>::new([]);
/// # let email = EntityField::new("email", |user: &User| &user.email);
/// # let google = Google::builder("id", "secret")
/// #     .redirect_uri("https://app.example.com/login").entity(email, users.clone());
/// # let jwt = JwtRoutes::builder().secret(Secret::random()?)
/// #     .entity::<User>(users).google(google).build()?;
/// let ann = GoogleTestLogin::of(&jwt, User { id: 1, email: "ann@gmail.com".to_owned() })?;
/// let headers = ann.headers(); // X-Auth-Token: Bearer .., for any number of requests
/// assert!(headers.contains_key("x-auth-token"));
/// drop(ann); // now the headers are refused
///
/// let by_email = GoogleTestLogin::new(&jwt, "ann@gmail.com")?;
/// # drop(by_email);
/// # Ok(())
/// # }
/// ```
#[must_use = "the login ends when this is dropped"]
pub struct GoogleTestLogin {
    token: String,
}

impl GoogleTestLogin {
    /// Starts a test login of the user with this e-mail address. Each request loads the user from the store. The entity
    /// type is the one in the request's header `X-Auth-Resource`, or else the first one in the Google configuration.
    ///
    /// # Errors
    ///
    /// Returns an error if Google is not configured, or if the operating system returns no random bytes.
    pub fn new(jwt: &JwtRoutes, email: impl Into<String>) -> Result<Self, GoogleTestError> {
        Self::begin(jwt, None, TestUser::Email(email.into()))
    }

    /// Starts a test login of this entity. The entity need not be in the store, and the store is not called.
    ///
    /// # Errors
    ///
    /// Returns an error if Google is not configured for this entity type, or if the system returns no random bytes.
    pub fn of<E: Entity>(jwt: &JwtRoutes, entity: E) -> Result<Self, GoogleTestError> {
        let account = position::<E>(jwt)?;
        Self::begin(jwt, Some(account), TestUser::Entity(Arc::new(entity)))
    }

    fn begin(
        jwt: &JwtRoutes,
        account: Option<usize>,
        user: TestUser,
    ) -> Result<Self, GoogleTestError> {
        begin(jwt, account, user, false).map(|token| Self { token })
    }

    /// Returns the headers of a request from the logged-in user: `X-Auth-Token: Bearer ..`.
    #[must_use]
    pub fn headers(&self) -> HeaderMap {
        headers(&self.token)
    }
}

impl Drop for GoogleTestLogin {
    fn drop(&mut self) {
        drop(logins().remove(&self.token));
    }
}

impl fmt::Debug for GoogleTestLogin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("GoogleTestLogin(..)")
    }
}

/// Returns the headers of one request from the user with this e-mail address, as after a login with Google:
/// `X-Auth-Token: Bearer ..`.
///
/// A second request with the same headers is refused. For several requests, use a [`GoogleTestLogin`].
///
/// # Errors
///
/// Returns an error if Google is not configured, or if the operating system returns no random bytes.
///
/// # Examples
///
/// ```
/// use jwt_router::testing::{google_test_headers, google_test_headers_of};
/// # use jwt_router::{EntityField, Google, JwtRoutes, MemoryStore, Secret, entity};
/// # #[entity(table = "users")]
/// # #[derive(Clone)]
/// # struct User { id: i64, email: String }
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let users = MemoryStore::<User>::new([]);
/// # let email = EntityField::new("email", |user: &User| &user.email);
/// # let google = Google::builder("id", "secret")
/// #     .redirect_uri("https://app.example.com/login").entity(email, users.clone());
/// # let jwt = JwtRoutes::builder().secret(Secret::random()?)
/// #     .entity::<User>(users).google(google).build()?;
///
/// let headers = google_test_headers(&jwt, "ann@gmail.com")?;
/// assert!(headers.contains_key("x-auth-token"));
///
/// let ann = User { id: 1, email: "ann@gmail.com".to_owned() };
/// let headers = google_test_headers_of(&jwt, ann)?; // without looking her up
/// # assert!(headers.contains_key("x-auth-token"));
/// # Ok(())
/// # }
/// ```
pub fn google_test_headers(jwt: &JwtRoutes, email: &str) -> Result<HeaderMap, GoogleTestError> {
    once(jwt, None, TestUser::Email(email.to_owned()))
}

/// Returns the headers of one request from this entity, as after a login with Google. The entity is not loaded
/// from the store. The function [`google_test_headers`] has an example.
///
/// # Errors
///
/// Returns an error if Google is not configured for this entity type, or if the system returns no random bytes.
pub fn google_test_headers_of<E: Entity>(
    jwt: &JwtRoutes,
    entity: E,
) -> Result<HeaderMap, GoogleTestError> {
    let account = position::<E>(jwt)?;
    once(jwt, Some(account), TestUser::Entity(Arc::new(entity)))
}

fn once(
    jwt: &JwtRoutes,
    account: Option<usize>,
    user: TestUser,
) -> Result<HeaderMap, GoogleTestError> {
    begin(jwt, account, user, true).map(|token| headers(&token))
}

/// Starts a test login in this process, and returns the token that its requests have to contain.
fn begin(
    jwt: &JwtRoutes,
    account: Option<usize>,
    user: TestUser,
    is_for_one_request: bool,
) -> Result<String, GoogleTestError> {
    let google = jwt.google().ok_or(GoogleTestError::NotConfigured)?;
    let token = random_text().ok_or(GoogleTestError::Random)?;
    let login = TestLogin {
        configured: Arc::downgrade(&google.configured),
        account,
        user,
        is_for_one_request,
    };
    logins().insert(token.clone(), login);
    Ok(token)
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
