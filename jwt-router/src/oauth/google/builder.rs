use std::{fmt, time::Duration};

use zeroize::Zeroizing;

use super::{
    super::provider::LIMITS, Account, GoogleEndpoints, GoogleProfile, passed_through::REMEMBERED,
};
use crate::{
    entity::{Entity, EntityField, EntityRef, FindBy, StoreError},
    http_client::Limits,
    issuer::KeyLifetime,
};

/// Configures [`Google`](crate::Google): made by [`Google::builder`](crate::Google::builder), and given to
/// [`JwtRoutesBuilder::google`](crate::JwtRoutesBuilder::google).
///
/// A redirect URI and an entity are required. Setters do not fail; what is wrong is told by
/// [`JwtRoutesBuilder::build`](crate::JwtRoutesBuilder::build), all at once.
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

    /// A redirect URI, letter for letter as Google's console has it; the first one is the default.
    ///
    /// `https`, or `http` on this machine, or the word `postmessage` of Google's own library.
    pub fn redirect_uri(mut self, uri: impl Into<String>) -> Self {
        self.redirect_uris.push(uri.into());
        self
    }

    /// An entity whose holders may log in, and its field with the e-mail address; the first one is
    /// the default.
    ///
    /// `store` finds users by that field and by the one of [`linked`](Self::linked): a clone of the store that
    /// loads the entity, or another implementation of [`FindBy`].
    pub fn entity<E: Entity>(mut self, email: EntityField<E>, store: impl FindBy<E>) -> Self {
        if self.account::<E>().is_some() {
            let table = E::TABLE;
            self.problems
                .push(format!("the entity of `{table}` is given twice"));
        }
        self.accounts.push(Account::of(email, store));
        self
    }

    /// Keeps the account's number in a field of the entity: whoever was linked is found by it from
    /// then on, whatever becomes of the e-mail address.
    ///
    /// `link` is called with a user who is found by e-mail for the first time. It writes
    /// [`GoogleProfile::subject`] into the entity's row and returns the entity; or `None`, when
    /// another account was linked before.
    ///
    /// Without this, users are found by e-mail alone, and only those of whose address Google is the
    /// authority: see [`GoogleProfile::has_authoritative_email`].
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

    /// What becomes of a verified user who is not known: `Some(entity)` makes one, `None` refuses.
    ///
    /// Without it, such a user is refused with 403. It is not called for a user whom nothing could
    /// find again: with an address of which Google is not the authority, on a provider that is not
    /// [`linked`](Self::linked).
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

    /// Lets in the accounts of this Google Workspace domain only: the claim `hd` of the ID token.
    pub fn hosted_domain(mut self, domain: impl Into<String>) -> Self {
        self.hosted_domain = Some(domain.into());
        self
    }

    /// How long the tokens of a login are good for, instead of the configured lifetime; more than a
    /// day is warned of at the start, since no token can be revoked before it expires.
    pub fn expires_in(mut self, lifetime: Duration) -> Self {
        self.lifetime = Some(lifetime);
        self
    }

    /// Takes the time of a login for the time at which its user authenticated, where Google does not
    /// say that.
    ///
    /// A step back: Google answers out of a session that may be weeks old, without asking for
    /// anything, so that whoever sits down at an unlocked computer passes every `fresh = ".."` by
    /// logging in again. Better is [`Google::max_age`](crate::Google::max_age). Without either, a
    /// login of which Google does not say when the user authenticated passes no such route.
    pub fn assume_recent_login(mut self) -> Self {
        self.assumes_recent_login = true;
        self
    }

    /// Where Google is: for tests, and for a proxy.
    pub fn endpoints(mut self, endpoints: GoogleEndpoints) -> Self {
        self.endpoints = endpoints;
        self
    }

    /// How long Google may take to answer, from the first byte to the last: a minute at most, ten seconds by
    /// default.
    ///
    /// Its keys are fetched in the background, with limits of their own.
    pub fn timeout(mut self, total: Duration) -> Self {
        self.limits.total = total;
        self.limits.connect = self.limits.connect.min(total);
        self
    }

    /// How long the keys that were last fetched are used while Google does not answer: from ten minutes to 30
    /// days, 24 hours by default. Logins are 503 from then on.
    pub fn key_lifetime(mut self, lifetime: Duration) -> Self {
        self.key_lifetime = lifetime;
        self
    }

    /// Answers a login with Google's access token instead of one of ours, as flask-jwt-router does.
    ///
    /// A step back: every such token is checked by asking Google, once in
    /// [five minutes](Self::recheck_after), and a token that Google withdraws is accepted until then.
    /// Requests depend on Google being there.
    ///
    /// A JWT is never sent to Google, whose access tokens are none: one of ours is verified here.
    pub fn pass_google_token_through(mut self) -> Self {
        self.passes_through = true;
        self
    }

    /// How long a token of Google's that is passed through is good before Google is asked about it
    /// again, in whole seconds; five minutes by default, and never beyond the token's own end.
    ///
    /// That is how long a token lives on that Google has withdrawn. Zero asks Google for every
    /// request.
    pub fn recheck_after(mut self, time: Duration) -> Self {
        self.remembered = time;
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
