use std::{fmt, sync::Arc, time::Duration};

#[cfg(feature = "jwks")]
use crate::issuer::OidcIssuer;
#[cfg(feature = "asymmetric")]
use crate::jwt::key::{PublicKey, SigningKey};
use crate::{
    auth::{Authenticator, Config, HeaderAuthenticator, JwtRoutes, TakenUses},
    bounded::TIME_LIMIT,
    clock::{Clock, SystemClock},
    config::{api_name, claim_names, sessions::SessionSettings},
    duration::{Period, Seconds},
    entity::{Entity, EntityRegistry, EntityStore},
    jwt::{key::Secret, token::DEFAULT_MAXIMUM_LENGTH},
    policy::{ClaimSources, RolesSetting},
    problem::{ConfigError, ConfigProblem},
    rejection::{OnReject, RejectionFormat},
};

/// The default lifetime of tokens, as in flask-jwt-router.
const DEFAULT_LIFETIME: Duration = Duration::from_secs(Seconds::from_days(30).as_u64());

/// The default tolerated difference between the clocks of two servers. The clocks of servers that use NTP
/// differ by less.
const DEFAULT_LEEWAY: Seconds = Seconds::new(5);

/// The default time after a login for which its token can be renewed.
const DEFAULT_SESSION_DAYS: u32 = 90;

/// The configuration of a [`JwtRoutes`]. [`JwtRoutes::builder`] and [`JwtRoutes::from_env`] return one.
///
/// A secret or a signing key is required, unless the tokens come from another issuer. Setters do not fail;
/// [`build`](Self::build) reports every problem at once.
///
/// # Examples
///
/// ```
/// use jwt_router::{JwtRoutes, MemoryStore, Secret, entity};
///
/// #[entity(table = "users")]
/// #[derive(Clone)]
/// struct User { id: i64 }
///
/// let jwt = JwtRoutes::builder()
///     .secret(Secret::random()?)
///     .api_name("/api/v1")
///     .expires_in("15m")
///     .issuer("https://app.example.com") // written into tokens, and required of them
///     .audience("https://api.example.com")
///     .leeway("10s")
///     .entity::<User>(MemoryStore::new([User { id: 1 }]))
///     .predicate_timeout("1s")
///     .build()?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use = "a configuration does nothing until it is built"]
pub struct JwtRoutesBuilder {
    pub(super) secret: Option<Secret>,
    pub(super) previous: Vec<Secret>,
    #[cfg(feature = "asymmetric")]
    pub(super) signing_key: Option<SigningKey>,
    #[cfg(feature = "asymmetric")]
    pub(super) previous_keys: Vec<PublicKey>,
    #[cfg(feature = "jwks")]
    pub(super) issuers: Vec<OidcIssuer>,
    pub(super) api_name: String,
    /// The configured lifetime of tokens outside of sessions; `None` for the default.
    pub(super) lifetime: Option<Duration>,
    pub(super) session_max: Duration,
    pub(super) issuer: Option<String>,
    pub(super) audience: Vec<String>,
    pub(super) leeway: Duration,
    pub(super) scope_claim: String,
    pub(super) roles: Option<RolesSetting>,
    pub(super) problems: Vec<ConfigProblem>,
    pub(super) entities: EntityRegistry,
    #[cfg(feature = "google")]
    pub(super) google: Option<crate::oauth::google::GoogleBuilder>,
    pub(super) query_token: Option<String>,
    #[cfg(feature = "cookies")]
    pub(super) cookies: Option<crate::cookies::Cookies>,
    pub(super) max_token_length: usize,
    pub(super) scheme: String,
    pub(super) sessions: SessionSettings,
    pub(super) stream_interval: Option<Period>,
    pub(super) predicate_timeout: Duration,
    pub(super) on_reject: Option<OnReject>,
    clock: Box<dyn Clock>,
}

impl JwtRoutesBuilder {
    pub(crate) fn new() -> Self {
        Self {
            secret: None,
            previous: Vec::new(),
            #[cfg(feature = "asymmetric")]
            signing_key: None,
            #[cfg(feature = "asymmetric")]
            previous_keys: Vec::new(),
            #[cfg(feature = "jwks")]
            issuers: Vec::new(),
            api_name: String::new(),
            lifetime: None,
            session_max: Seconds::from_days(DEFAULT_SESSION_DAYS).into(),
            issuer: None,
            audience: Vec::new(),
            leeway: DEFAULT_LEEWAY.into(),
            scope_claim: claim_names::SCOPE.to_owned(),
            roles: None,
            problems: Vec::new(),
            entities: EntityRegistry::default(),
            #[cfg(feature = "google")]
            google: None,
            query_token: None,
            #[cfg(feature = "cookies")]
            cookies: None,
            max_token_length: DEFAULT_MAXIMUM_LENGTH,
            scheme: "Bearer".to_owned(),
            sessions: SessionSettings::default(),
            stream_interval: None,
            predicate_timeout: TIME_LIMIT,
            on_reject: None,
            clock: Box::new(SystemClock),
        }
    }

    /// Sets the API prefix of the routes of `#[whitelist]` and `#[protected]`, such as `/api/v1`; no prefix by
    /// default.
    pub fn api_name(mut self, prefix: impl Into<String>) -> Self {
        self.api_name = prefix.into();
        self
    }

    /// Adds the entity type `E`, and the store that loads its entities: an [`EntityStore`], or a closure that
    /// takes the key.
    ///
    /// The application accepts the tokens of an entity type that is added here, or that a `claims_only` route
    /// names.
    pub fn entity<E: Entity>(mut self, store: impl EntityStore<E>) -> Self {
        let mut tables = self.entities.tables().iter();
        if let Some(known) = tables.find(|known| known.entity.table() == E::TABLE) {
            self.problems.push(ConfigProblem::DuplicateTable {
                table: E::TABLE,
                first: known.entity.type_name(),
                second: std::any::type_name::<E>(),
            });
            return self;
        }
        let problem = |reason| ConfigProblem::Store {
            table: E::TABLE,
            reason,
        };
        self.problems
            .extend(store.problems().into_iter().map(problem));
        self.entities.add(store);
        self
    }

    /// Sets the clock that tokens are minted and verified with; the system's clock by default.
    ///
    /// # Examples
    ///
    /// ```
    /// # use jwt_router::{JwtRoutes, Secret};
    /// use jwt_router::SystemClock;
    ///
    /// let jwt = JwtRoutes::builder()
    ///     .secret(Secret::random()?)
    ///     .clock(SystemClock::default()) // in a test, a clock of yours that does not move
    ///     .build()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Box::new(clock);
        self
    }

    /// Checks the configuration and builds a [`JwtRoutes`].
    ///
    /// # Errors
    ///
    /// Returns an error with every problem of the configuration: see [`ConfigProblem`].
    pub fn build(mut self) -> Result<JwtRoutes, ConfigError> {
        let mut problems = std::mem::take(&mut self.problems);
        problems.extend(self.out_of_bounds());
        let sessions = std::mem::take(&mut self.sessions).build(&mut problems);
        let stream_interval = self.stream_interval(&mut problems);
        #[cfg(feature = "google")]
        problems.extend(self.google_problems());
        #[cfg(feature = "cookies")]
        let cookies = self.session_cookies(&mut problems);
        let claim_names = self.claim_names();
        let claim_names = claim_names.map_err(|found| problems.extend(found));
        problems.extend(self.bad_keys(&problems));
        let api_name = api_name::parse(&self.api_name).map_err(|problem| problems.push(problem));
        #[cfg(feature = "jwks")]
        let (issuers, others) = self.trusted_issuers(&mut problems);
        #[cfg(not(feature = "jwks"))]
        let (issuers, others) = (None, Vec::new());
        let scheme = self
            .parsed_scheme()
            .map_err(|problem| problems.push(problem));
        let (Ok(api_name), Ok(own), Ok(scheme), true) =
            (api_name, claim_names, scheme, problems.is_empty())
        else {
            return Err(ConfigError::new(problems));
        };
        #[cfg(feature = "google")]
        let google = self.google_authenticator()?;
        #[cfg(not(feature = "google"))]
        let google = None;
        let authenticators: Vec<Arc<dyn Authenticator>> =
            google.into_iter().chain(issuers).collect();
        let ring = self.ring()?;
        let (verifier, transports) = (self.verifier(ring.as_ref()), self.transports());
        Ok(JwtRoutes::new(Config {
            signer: self.signer(ring.as_ref()),
            verifier,
            #[cfg(feature = "asymmetric")]
            public_keys: self.public_keys(),
            header_authenticators: HeaderAuthenticator::among(&authenticators),
            authenticators,
            api_name,
            lifetime: self.lifetime.unwrap_or(DEFAULT_LIFETIME),
            is_default_lifetime: self.lifetime.is_none(),
            session_max: self.session_max,
            issuer: self.issuer,
            audience: self.audience.into_iter().next(),
            entities: self.entities,
            taken_uses: TakenUses::default(),
            claims: ClaimSources::new(own, ring.is_some(), others),
            transports,
            #[cfg(feature = "cookies")]
            cookies,
            max_token_length: self.max_token_length,
            sessions,
            stream_interval,
            predicate_timeout: self.predicate_timeout,
            rejections: RejectionFormat::new(scheme.as_str(), self.on_reject),
            scheme,
            clock: self.clock,
        }))
    }
}

impl fmt::Debug for JwtRoutesBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JwtRoutesBuilder")
            .field("api_name", &self.api_name)
            .field("entities", &self.entities)
            .finish_non_exhaustive()
    }
}
