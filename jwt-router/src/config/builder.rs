use std::{fmt, sync::Arc, time::Duration};

use axum::response::{IntoResponse, Response};

#[cfg(feature = "jwks")]
use crate::issuer::OidcIssuer;
#[cfg(feature = "asymmetric")]
use crate::jwt::key::{PublicKey, SigningKey};
use crate::{
    auth::{Authenticator, Config, HeaderAuthenticator, JwtRoutes},
    bounded::TIME_LIMIT,
    clock::{Clock, SystemClock},
    config::{api_name, claim_names},
    duration::Seconds,
    entity::{Entity, EntityRegistry, EntityStore},
    jwt::{key::Secret, sign::Signer, verify::Verifier},
    problem::{ConfigError, ConfigProblem},
    rejection::{OnReject, Rejection},
};

/// The lifetime of tokens in flask-jwt-router.
const DEFAULT_DAYS: u32 = 30;

/// How long a login lasts at most, by renewals.
const DEFAULT_SESSION_DAYS: u32 = 90;

/// Configures a [`JwtRoutes`]: made by [`JwtRoutes::builder`] and [`JwtRoutes::from_env`].
///
/// Only a secret, or a signing key, is required. Setters do not fail; [`build`](Self::build) reports every problem
/// at once.
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
    pub(super) lifetime: Duration,
    pub(super) session_max: Duration,
    pub(super) issuer: Option<String>,
    pub(super) audience: Vec<String>,
    pub(super) leeway: Duration,
    pub(super) scope_claim: String,
    pub(super) roles_claim: Option<String>,
    pub(super) problems: Vec<ConfigProblem>,
    pub(super) entities: EntityRegistry,
    #[cfg(feature = "google")]
    pub(super) google: Option<crate::oauth::google::GoogleBuilder>,
    pub(super) query_token: Option<String>,
    predicate_timeout: Duration,
    on_reject: Option<OnReject>,
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
            lifetime: Seconds::from_days(DEFAULT_DAYS).into(),
            session_max: Seconds::from_days(DEFAULT_SESSION_DAYS).into(),
            issuer: None,
            audience: Vec::new(),
            leeway: Duration::ZERO,
            scope_claim: claim_names::SCOPE.to_owned(),
            roles_claim: None,
            problems: Vec::new(),
            entities: EntityRegistry::default(),
            #[cfg(feature = "google")]
            google: None,
            query_token: None,
            predicate_timeout: TIME_LIMIT,
            on_reject: None,
            clock: Box::new(SystemClock),
        }
    }

    /// The API prefix of whitelisted and protected routes, such as `/api/v1`; none by default.
    pub fn api_name(mut self, prefix: impl Into<String>) -> Self {
        self.api_name = prefix.into();
        self
    }

    /// How many days tokens are good for; 30 by default, as in flask-jwt-router.
    ///
    /// More than one is warned of at the start, since no token can be revoked before it expires.
    pub fn expire_days(self, days: u32) -> Self {
        self.expires_in(Seconds::from_days(days).into())
    }

    /// As [`expire_days`](Self::expire_days), in whole seconds: from one second to 100 years.
    pub fn expires_in(mut self, lifetime: Duration) -> Self {
        self.lifetime = lifetime;
        self
    }

    /// How long after a login its token can be renewed by [`update_token`](JwtRoutes::update_token), in whole
    /// seconds; 90 days by default. With zero, no token can be renewed.
    ///
    /// Without an end, a stolen token could be renewed for ever.
    pub fn session_max(mut self, time: Duration) -> Self {
        self.session_max = time;
        self
    }

    /// The issuer: minted into tokens as `iss`, and required of them exactly
    /// ([RFC 7519, section 4.1.1]). A URL, or a name without a colon, white space, and letters outside of
    /// ASCII.
    ///
    /// [RFC 7519, section 4.1.1]: https://www.rfc-editor.org/rfc/rfc7519#section-4.1.1
    pub fn issuer(mut self, issuer: impl Into<String>) -> Self {
        self.issuer = Some(issuer.into());
        self
    }

    /// An audience that tokens may be meant for ([RFC 7519, section 4.1.3]); the first one is
    /// minted into tokens as `aud`.
    ///
    /// With none, a token that has an `aud` is refused: it is meant for somebody else.
    ///
    /// [RFC 7519, section 4.1.3]: https://www.rfc-editor.org/rfc/rfc7519#section-4.1.3
    pub fn audience(mut self, audience: impl Into<String>) -> Self {
        self.audience.push(audience.into());
        self
    }

    /// How far the clocks of signer and verifier may differ, in whole seconds; none by default,
    /// five minutes at most.
    pub fn leeway(mut self, leeway: Duration) -> Self {
        self.leeway = leeway;
        self
    }

    /// Where the entities of type `E` come from: a store, or a closure that takes the key.
    ///
    /// Only tokens of tables that are known here, or named by a `claims_only` route, are accepted.
    pub fn entity<E: Entity>(mut self, store: impl EntityStore<E>) -> Self {
        let mut tables = self.entities.tables().iter();
        match tables.find(|known| known.entity.table() == E::TABLE) {
            Some(known) => self.problems.push(ConfigProblem::DuplicateTable {
                table: E::TABLE,
                first: known.entity.type_name(),
                second: std::any::type_name::<E>(),
            }),
            None => self.entities.add(store),
        }
        self
    }

    /// Accepts tokens in this query parameter on *every* guarded route, for GET and HEAD.
    ///
    /// A step back, for services that move from flask-jwt-router: tokens in URLs end up in logs
    /// and histories ([RFC 6750, section 2.3]). Better is `query = ".."` on the route that needs
    /// it.
    ///
    /// [RFC 6750, section 2.3]: https://www.rfc-editor.org/rfc/rfc6750#section-2.3
    pub fn query_token(mut self, parameter: impl Into<String>) -> Self {
        self.query_token = Some(parameter.into());
        self
    }

    /// How long the predicate of a route (`guard = ..`) may take, its arguments included; five seconds by
    /// default.
    ///
    /// A request whose predicate takes longer is answered with 503. The limit needs the timer of tokio, which
    /// `#[tokio::main]` starts. Stores have a limit of their own: see [`TimeLimited`](crate::TimeLimited).
    pub fn predicate_timeout(mut self, limit: Duration) -> Self {
        self.predicate_timeout = limit;
        self
    }

    /// Replaces the body of refusals.
    ///
    /// Status, `WWW-Authenticate` and `Cache-Control` stay what the standards say; the body and
    /// its `Content-Type` are yours.
    ///
    /// # Examples
    ///
    /// ```
    /// # use axum::Json;
    /// # use jwt_router::{JwtRoutes, Secret};
    /// let jwt = JwtRoutes::builder()
    ///     .secret(Secret::random()?)
    ///     .on_reject(|rejection| Json(serde_json::json!({ "status": rejection.status().as_u16() })))
    ///     .build()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn on_reject<R: IntoResponse>(
        mut self,
        body: impl Fn(&Rejection) -> R + Send + Sync + 'static,
    ) -> Self {
        self.on_reject = Some(Arc::new(move |rejection| -> Response {
            body(rejection).into_response()
        }));
        self
    }

    /// Where the time comes from; the system's clock by default.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Box::new(clock);
        self
    }

    /// Checks the configuration, and makes the keys and verifiers.
    ///
    /// # Errors
    ///
    /// Every problem at once: see [`ConfigProblem`].
    pub fn build(mut self) -> Result<JwtRoutes, ConfigError> {
        let mut problems = std::mem::take(&mut self.problems);
        problems.extend(self.out_of_bounds());
        #[cfg(feature = "google")]
        problems.extend(self.google_problems());
        problems.extend(self.bad_claim_names());
        problems.extend(self.bad_keys(&problems));
        let claim_names = self.claim_names();
        let api_name = api_name::parse(&self.api_name).map_err(|problem| problems.push(problem));
        #[cfg(feature = "jwks")]
        let issuers = self.trusted_issuers(&mut problems);
        #[cfg(not(feature = "jwks"))]
        let issuers = None;
        let (Ok(api_name), true) = (api_name, problems.is_empty()) else {
            return Err(ConfigError::new(problems));
        };
        #[cfg(feature = "google")]
        let google = self.google_authenticator()?;
        #[cfg(not(feature = "google"))]
        let google = None;
        let authenticators: Vec<Arc<dyn Authenticator>> =
            google.into_iter().chain(issuers).collect();
        let ring = self.ring()?;
        let leeway = u32::try_from(self.leeway.as_secs()).unwrap_or_default();
        let verifier = ring
            .as_ref()
            .map_or_else(Verifier::of_no_keys, Verifier::new);
        Ok(JwtRoutes::new(Config {
            signer: ring.as_ref().map(Signer::new),
            verifier: verifier
                .issuer(self.issuer.clone())
                .audience(self.audience.clone())
                .leeway(leeway),
            #[cfg(feature = "asymmetric")]
            public_keys: self.public_keys(),
            header_authenticators: HeaderAuthenticator::among(&authenticators),
            authenticators,
            api_name,
            lifetime: self.lifetime,
            session_max: self.session_max,
            issuer: self.issuer,
            audience: self.audience.into_iter().next(),
            entities: self.entities,
            claim_names,
            query_token: self.query_token.map(String::into_boxed_str),
            predicate_timeout: self.predicate_timeout,
            on_reject: self.on_reject,
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
