//! Logins of Google that Google knows nothing of.

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

/// How long a test's login claims to be good.
const LIFETIME: i64 = 3600;

inventory::submit! {
    Vouching(identify)
}

/// The logins of all tests by their tokens, which nobody guesses: two tests never meet.
static LOGINS: LazyLock<Mutex<HashMap<String, TestLogin>>> = LazyLock::new(Mutex::default);

/// Who calls with the token of a test.
#[derive(Clone)]
struct TestLogin {
    /// The configuration that the token is good for, and no other.
    configured: Weak<Configured>,
    /// The position of the account; `None` where the test means any.
    account: Option<usize>,
    user: TestUser,
    is_for_one_request: bool,
}

/// Whom a test logs in.
#[derive(Clone)]
enum TestUser {
    /// Whoever has this address in the store.
    Email(String),
    /// This entity: no store is asked.
    Entity(Loaded),
}

fn logins() -> MutexGuard<'static, HashMap<String, TestLogin>> {
    LOGINS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The login of this token, which is over when it was for one request.
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

/// Begins to find whom a test's token stands for; `None` for any other token.
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
    // A test that logs in an entity means the entity's table, where the request names none.
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
        claims: claims(known.entity, known.key(&entity), expires),
        entity,
        expires,
    }))
}

/// Somebody who has logged in with Google, until this is dropped.
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
/// let headers = ann.headers(); // X-Auth-Token: Bearer .., for as many requests as you like
/// drop(ann); // and from here on no longer
/// # assert!(headers.contains_key("x-auth-token"));
/// # Ok(())
/// # }
/// ```
#[must_use = "the login ends when this is dropped"]
pub struct GoogleTestLogin {
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
        Self::begin(jwt, None, TestUser::Email(email.into()))
    }

    /// This entity, and no store is asked.
    ///
    /// # Errors
    ///
    /// When Google is not configured, or not for this entity.
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

    /// The headers of a request in the user's name: `X-Auth-Token: Bearer ..`.
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
/// # Ok(())
/// # }
/// ```
pub fn google_test_headers(jwt: &JwtRoutes, email: &str) -> Result<HeaderMap, GoogleTestError> {
    once(jwt, None, TestUser::Email(email.to_owned()))
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

/// Makes a login, and returns its token.
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
