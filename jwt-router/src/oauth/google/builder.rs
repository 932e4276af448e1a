use std::{fmt, time::Duration};

use zeroize::Zeroizing;

use super::{
    super::provider::LIMITS, Account, GoogleEndpoints, GoogleProfile, passed_through::REMEMBERED,
};
use crate::{
    duration::Period,
    entity::{Entity, EntityField, EntityRef, FindBy, StoreError},
    http_client::Limits,
    issuer::KeyLifetime,
};

/// The configuration of [`Google`](crate::Google).
///
/// [`Google::builder`](crate::Google::builder) returns it, and
/// [`JwtRoutesBuilder::google`](crate::JwtRoutesBuilder::google) takes it. A [redirect URI](Self::redirect_uri)
/// and an [entity](Self::entity) are required. Setters do not fail;
/// [`JwtRoutesBuilder::build`](crate::JwtRoutesBuilder::build) reports every problem at once.
///
/// # Examples
///
/// ```
/// use jwt_router::{EntityField, Google, GoogleProfile, JwtRoutes, MemoryStore, Secret, entity};
///
/// #[entity(table = "users")]
/// #[derive(Clone)]
/// struct User { id: i64, email: String }
///
/// let users = MemoryStore::<User>::new([]);
/// let jwt = JwtRoutes::builder()
///     .secret(Secret::random()?)
///     .entity::<User>(users.clone())
///     .google(
///         Google::builder("client-id.apps.googleusercontent.com", "client-secret")
///             .redirect_uri("https://app.example.com/login")
///             .entity(EntityField::new("email", |user: &User| &user.email), users)
///             // A user who is not known yet is added.
///             .on_unknown(|profile: GoogleProfile| async move {
///                 Ok(Some(User { id: 1, email: profile.email }))
///             }),
///     )
///     .build()?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use = "it does nothing until it is given to `JwtRoutesBuilder::google`"]
pub struct GoogleBuilder {
    pub(super) client_id: String,
    pub(super) client_secret: Zeroizing<String>,
    pub(super) redirect_uris: Vec<String>,
    pub(super) hosted_domain: Option<String>,
    pub(super) accounts: Vec<Account>,
    pub(super) lifetime: Option<Duration>,
    pub(super) assumes_recent_login: bool,
    pub(super) endpoints: GoogleEndpoints,
    pub(super) limits: Limits,
    pub(super) key_lifetime: Duration,
    pub(super) passes_through: bool,
    pub(super) remembered: Duration,
    pub(super) problems: Vec<String>,
}

impl GoogleBuilder {
    pub(super) fn new(client_id: String, client_secret: String) -> Self {
        Self {
            client_id,
            client_secret: Zeroizing::new(client_secret),
            redirect_uris: Vec::new(),
            hosted_domain: None,
            accounts: Vec::new(),
            lifetime: None,
            assumes_recent_login: false,
            endpoints: GoogleEndpoints::google(),
            limits: LIMITS,
            key_lifetime: KeyLifetime::DEFAULT,
            passes_through: false,
            remembered: REMEMBERED,
            problems: Vec::new(),
        }
    }

    /// Adds a redirect URI, exactly as it is in Google's console; the first one is the default.
    ///
    /// Its scheme is `https`, or `http` on this machine. The word `postmessage`, which Google's JavaScript
    /// library uses, is allowed too.
    pub fn redirect_uri(mut self, uri: impl Into<String>) -> Self {
        self.redirect_uris.push(uri.into());
        self
    }

    /// Adds an entity type whose users may log in; the first one is the default.
    ///
    /// `email` is the entity's field with the e-mail address. `store` finds users by this field and by the
    /// field of [`linked`](Self::linked). It is a clone of the store that loads the entity, or another
    /// implementation of [`FindBy`].
    pub fn entity<E: Entity>(mut self, email: EntityField<E>, store: impl FindBy<E>) -> Self {
        if self.account::<E>().is_some() {
            let table = E::TABLE;
            self.problems
                .push(format!("the entity of `{table}` is given twice"));
        }
        self.accounts.push(Account::of(email, store));
        self
    }

    /// Keeps the number of the Google account in the entity's field `subject`.
    ///
    /// Later logins find a linked user by this number, even if the e-mail address has changed. `link` is called
    /// when a user whose field is empty is found by e-mail. It writes [`GoogleProfile::subject`] into the
    /// entity's row and returns the entity, or `None` to refuse the user. A user who is linked to another account is
    /// refused, and `link` is not called. A login fails if `link` returns an entity with another key, or without the
    /// account's number in the field.
    ///
    /// Without this setting, users are found by e-mail alone, and only if Google is the authority for the
    /// address: see [`GoogleProfile::has_authoritative_email`].
    ///
    /// # Examples
    ///
    /// ```
    /// use jwt_router::{EntityField, Google, GoogleProfile, MemoryStore, entity};
    ///
    /// #[entity(table = "users")]
    /// #[derive(Clone)]
    /// struct User { id: i64, email: String, google: String }
    ///
    /// let users = MemoryStore::<User>::new([]);
    /// let email = EntityField::new("email", |user: &User| &user.email);
    /// let subject = EntityField::new("google", |user: &User| &user.google);
    /// let google = Google::builder("client-id.apps.googleusercontent.com", "client-secret")
    ///     .entity(email, users)
    ///     .linked(subject, |profile: GoogleProfile, mut user: User| async move {
    ///         user.google = profile.subject;
    ///         Ok(Some(user)) // after the row is written
    ///     });
    /// # drop(google);
    /// ```
    pub fn linked<E, F, Fut>(mut self, subject: EntityField<E>, link: F) -> Self
    where
        E: Entity,
        F: Fn(GoogleProfile, E) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<Option<E>, StoreError>> + Send + 'static,
    {
        match self.account::<E>() {
            Some(account) => account.link(subject, link),
            None => self.entity_is_missing::<E>("linked"),
        }
        self
    }

    /// Sets the function that creates an entity for a verified but unknown user, or refuses the user with
    /// `None`.
    ///
    /// Without this function, an unknown user is refused with 403. The function is not called for a user whom
    /// no later login could find, because Google is not the authority for the e-mail address and the account is
    /// not [`linked`](Self::linked). The example of [`GoogleBuilder`] uses it.
    ///
    /// The returned entity must be the one that the next login of this account finds: with `linked`, its field has
    /// [`GoogleProfile::subject`], and otherwise its e-mail address is [`GoogleProfile::email`]. Any other entity fails
    /// the login, since it may belong to another user. Do not return a row that is found only by the address of a
    /// profile: without [`has_authoritative_email`](GoogleProfile::has_authoritative_email), the address may belong to
    /// another person.
    pub fn on_unknown<E, F, Fut>(mut self, create: F) -> Self
    where
        E: Entity,
        F: Fn(GoogleProfile) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<Option<E>, StoreError>> + Send + 'static,
    {
        match self.account::<E>() {
            Some(account) => account.create(create),
            None => self.entity_is_missing::<E>("on_unknown"),
        }
        self
    }

    /// Accepts only accounts of this Google Workspace domain, by the claim `hd` of the ID token.
    pub fn hosted_domain(mut self, domain: impl Into<String>) -> Self {
        self.hosted_domain = Some(domain.into());
        self
    }

    /// Sets the lifetime of the tokens that a login mints, such as `1h`, instead of the lifetime of all other tokens.
    ///
    /// A lifetime of more than a day logs a warning at start-up, since a token cannot be revoked before it
    /// expires.
    pub fn expires_in(mut self, lifetime: impl Into<Period>) -> Self {
        let lifetime = lifetime.into().or_problem("expires_in", &mut self.problems);
        self.lifetime = lifetime.or(self.lifetime);
        self
    }

    /// Uses the time of the login as the time of authentication if the ID token has no `auth_time`.
    ///
    /// This weakens `fresh = ".."`: Google logs users in from a session that may be weeks old, without asking
    /// for a password, so a stranger at an unlocked computer passes every such route by logging in again.
    /// Prefer [`Google::max_age`](crate::Google::max_age). Without either, the token of a login without
    /// `auth_time` passes no route with `fresh = ".."`.
    pub fn assume_recent_login(mut self) -> Self {
        self.assumes_recent_login = true;
        self
    }

    /// Sets the URLs of Google's servers: for tests, and for a proxy.
    pub fn endpoints(mut self, endpoints: GoogleEndpoints) -> Self {
        self.endpoints = endpoints;
        self
    }

    /// Sets the maximum time of a request to Google, from the connection to the last byte of the response: ten
    /// seconds by default, one minute at most.
    ///
    /// Google's keys are fetched in the background, with limits of their own.
    pub fn timeout(mut self, total: impl Into<Period>) -> Self {
        let total = total.into().or_problem("timeout", &mut self.problems);
        self.limits.total = total.unwrap_or(self.limits.total);
        self.limits.connect = self.limits.connect.min(self.limits.total);
        self
    }

    /// Sets how long the last fetched keys are used while Google is unreachable: from ten minutes to 30 days,
    /// 24 hours by default. After that time, logins get 503.
    pub fn key_lifetime(mut self, lifetime: impl Into<Period>) -> Self {
        let lifetime = lifetime.into();
        let lifetime = lifetime.or_problem("key_lifetime", &mut self.problems);
        self.key_lifetime = lifetime.unwrap_or(self.key_lifetime);
        self
    }

    /// Responds to a login with Google's access token instead of an own token, as flask-jwt-router does.
    ///
    /// Prefer own tokens: each of Google's tokens is verified by a request to Google, again every [five
    /// minutes](Self::recheck_after). A token that Google withdraws is accepted until then, and requests fail
    /// while Google is unreachable.
    ///
    /// A JWT is never sent to Google, since Google's access tokens are not JWTs. Own tokens are verified by the
    /// application.
    pub fn pass_google_token_through(mut self) -> Self {
        self.passes_through = true;
        self
    }

    /// Sets how long a passed-through token is accepted before Google verifies it again, in whole seconds: five
    /// minutes by default, and never beyond the token's own expiry.
    ///
    /// A token that Google has withdrawn is accepted for this time. With zero, every request is verified by
    /// Google.
    pub fn recheck_after(mut self, time: impl Into<Period>) -> Self {
        let time = time.into().or_problem("recheck_after", &mut self.problems);
        self.remembered = time.unwrap_or(self.remembered);
        self
    }

    fn account<E: Entity>(&mut self) -> Option<&mut Account> {
        let mut accounts = self.accounts.iter_mut();
        accounts.find(|account| account.entity.is::<E>())
    }

    fn entity_is_missing<E: Entity>(&mut self, call: &str) {
        let name = EntityRef::of::<E>().type_name();
        self.problems.push(format!(
            "`.{call}(..)` is of `{name}`: call `.entity(..)` with a field of `{name}` before it"
        ));
    }
}

impl fmt::Debug for GoogleBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GoogleBuilder")
            .field("client_id", &self.client_id)
            .field("redirect_uris", &self.redirect_uris)
            .finish_non_exhaustive()
    }
}
