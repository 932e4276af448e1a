use std::{any::Any, fmt, sync::Arc, time::Duration};

#[cfg(feature = "asymmetric")]
use crate::jwt::key::{JwkSet, PublicKey};
use crate::{
    auth::{Authenticator, HeaderAuthenticator, TakenUses, TokenBuilder},
    clock::{Clock, unix_millis, unix_seconds},
    entity::{CallerEntity, Entity, EntityRegistry, G, MintedByKey},
    jwt::{
        sign::{SignError, Signer, Token},
        token::AuthScheme,
        verify::Verifier,
    },
    policy::{ClaimSources, TokenTransports},
    rejection::RejectionFormat,
    session::Sessions,
};

/// The keys, entities and settings of one application. A `JwtRoutes` mints tokens, and builds [`App`]s.
///
/// A `JwtRoutes` is also an extractor: a handler that mints tokens takes `jwt: JwtRoutes`. A clone costs one reference
/// count. A `JwtRoutes` contains no data of requests, and two that are built separately share no state.
///
/// # Examples
///
/// ```
/// use jwt_router::{JwtRoutes, MemoryStore, Secret, entity};
///
/// #[entity(table = "users", key = "user_id")]
/// #[derive(Clone)]
/// struct User { user_id: i64 }
///
/// let jwt = JwtRoutes::builder()
///     .secret(Secret::random()?)
///     .api_name("/api/v1")
///     .entity::<User>(MemoryStore::new([User { user_id: 42 }]))
///     .build()?;
/// let token = jwt.create_token(&User { user_id: 42 })?;
/// let same = jwt.create_token_for::<User>(&42)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// [`App`]: crate::App
#[derive(Clone)]
pub struct JwtRoutes(Arc<Config>);

/// The contents of a [`JwtRoutes`], which are checked and built once, at start-up.
pub(crate) struct Config {
    /// The signer of the tokens that the application mints; `None` if the application has no key, and accepts only the
    /// tokens of other issuers.
    pub(crate) signer: Option<Signer>,
    pub(crate) verifier: Verifier,
    /// The public keys that verify the application's own tokens; empty if it signs with a secret, or has no key.
    #[cfg(feature = "asymmetric")]
    pub(crate) public_keys: Vec<PublicKey>,
    /// The authenticators that verify the tokens of other issuers and of login providers; most applications
    /// have none.
    pub(crate) authenticators: Vec<Arc<dyn Authenticator>>,
    /// The `authenticators` that read a header other than `Authorization`, each with the name of that header.
    pub(crate) header_authenticators: Vec<HeaderAuthenticator>,
    /// The path prefix of all routes of the API, such as `/api/v1`: empty, or a path without a trailing slash.
    pub(crate) api_name: Box<str>,
    /// The lifetime of minted access tokens outside of sessions, unless a [`TokenBuilder`] sets another one.
    pub(crate) lifetime: Duration,
    /// Whether the program has left `lifetime` at its default.
    pub(crate) is_default_lifetime: bool,
    /// How long after a login its token can be renewed with `update_token`.
    pub(crate) session_max: Duration,
    /// The claim `iss` of minted tokens; `None` to leave it out.
    pub(crate) issuer: Option<String>,
    /// The claim `aud` of minted access tokens; `None` to leave it out.
    pub(crate) audience: Option<String>,
    pub(crate) entities: EntityRegistry,
    /// Which links (tokens for one purpose) and tickets (tokens for one request) the application's routes take. No
    /// other link or ticket can be minted.
    pub(crate) taken_uses: TakenUses,
    /// The names of the claims with scopes and roles, in the tokens of each signer.
    pub(crate) claims: ClaimSources,
    /// The scheme of the credentials in the `Authorization` header and of the challenges, such as `Bearer`.
    pub(crate) scheme: AuthScheme,
    /// The places besides `Authorization` where requests may hold the token, unless a route's attribute names others.
    pub(crate) transports: TokenTransports,
    /// The cookies that hold the application's tokens; `None` if the application uses no cookies.
    #[cfg(feature = "cookies")]
    pub(crate) cookies: Option<crate::cookies::SessionCookies>,
    /// The maximum length of a token that is accepted or minted, in bytes.
    pub(crate) max_token_length: usize,
    /// The store of sessions, with the settings for sessions; `None` if the application has no such store.
    pub(crate) sessions: Option<Arc<Sessions>>,
    /// The time between two checks that the caller of an open stream may still continue.
    pub(crate) stream_interval: Duration,
    pub(crate) predicate_timeout: Duration,
    /// The configured form of responses to refused requests; `None` for the default form, whose challenges have the
    /// scheme `Bearer`.
    pub(crate) rejections: Option<Arc<RejectionFormat>>,
    pub(crate) clock: Box<dyn Clock>,
}

impl Config {
    /// Returns the time of the configured clock, in seconds since 1970.
    pub(crate) fn now(&self) -> i64 {
        unix_seconds(self.clock.now())
    }

    /// Returns the time of the configured clock, in milliseconds since 1970.
    pub(crate) fn now_in_millis(&self) -> i64 {
        unix_millis(self.clock.now())
    }

    /// Returns the authenticator of the type `A`, if the application has one.
    #[allow(
        dead_code,
        reason = "only the authenticators of providers call it, which are features"
    )]
    pub(crate) fn authenticator<A: Authenticator>(&self) -> Option<Arc<A>> {
        self.authenticators.iter().find_map(|authenticator| {
            let any: Arc<dyn Any + Send + Sync> = Arc::<dyn Authenticator>::clone(authenticator);
            any.downcast().ok()
        })
    }
}

impl JwtRoutes {
    pub(crate) fn new(config: Config) -> Self {
        Self(Arc::new(config))
    }

    /// Mints a token for this entity, with the configured lifetime.
    ///
    /// The token is the result of a login: its claim `auth_time` is the current time. For other tokens, see
    /// [`TokenBuilder::not_a_login`].
    ///
    /// # Errors
    ///
    /// Returns [`SignError`] when the entity's key is neither a string nor a number, when the application has
    /// no key to sign with, when the token would be longer than a guard accepts, or when the system has no memory or
    /// randomness.
    pub fn create_token<E: Entity>(&self, entity: &E) -> Result<Token, SignError> {
        self.token_of(entity).sign()
    }

    /// Mints a token for the entity with this key, without needing the entity itself.
    ///
    /// # Errors
    ///
    /// Returns the errors of [`create_token`](Self::create_token).
    pub fn create_token_for<E: Entity + MintedByKey>(
        &self,
        key: &E::Key,
    ) -> Result<Token, SignError> {
        self.token::<E>(key).sign()
    }

    /// Renews the caller's token: mints a token for the same entity, with the same extra claims and a new lifetime.
    ///
    /// A renewal is not a login, so the claim `auth_time` keeps the time of the last login. Tokens can be renewed for
    /// 90 days after the login, or for the time that [`session_max`](crate::JwtRoutesBuilder::session_max) sets, and no
    /// renewed token is valid after that time. A token without `auth_time`, such as a token that flask-jwt-router
    /// minted, does not contain the time of its login. At its first renewal, the 90 days (or `session_max`) are counted
    /// from its expiry, and the new token records their end, so that later renewals do not move it.
    ///
    /// # Errors
    ///
    /// Returns [`SignError::SessionExpired`] when the time for renewals is over (as a response, this error is 401),
    /// [`SignError::OtherIssuer`] when another issuer signed the caller's token, or another `JwtRoutes` of this process
    /// let the caller in, [`SignError::OfSession`] when the token belongs to a session of
    /// [`start_session`](Self::start_session), and the errors of [`create_token`](Self::create_token).
    ///
    /// # Examples
    ///
    /// ```standalone_crate
    /// use jwt_router::prelude::*;
    /// # #[entity(table = "users")]
    /// # #[derive(Clone)]
    /// # struct User { id: i64 }
    ///
    /// #[protected(POST, "/token/renew")]
    /// async fn renew(g: G<User>, jwt: JwtRoutes) -> Result<Token, SignError> {
    ///     jwt.update_token(&g)
    /// }
    /// ```
    pub fn update_token<E: CallerEntity>(&self, g: &G<E>) -> Result<Token, SignError> {
        // The token of another application in this process is signed with another key, for other entities.
        if !g.is_of(self.address()) {
            return Err(SignError::OtherIssuer);
        }
        TokenBuilder::renewing(self, g.caller())?.sign()
    }

    /// Returns a builder for a token of the entity with this key. With the builder, you can change the lifetime and
    /// add claims, scopes and more.
    ///
    /// # Examples
    ///
    /// ```
    /// # use jwt_router::{JwtRoutes, Secret, entity};
    /// # #[entity(table = "users")]
    /// # #[derive(Clone)]
    /// # struct User { id: i64 }
    /// # let jwt = JwtRoutes::builder().secret(Secret::random()?).build()?;
    ///
    /// #[derive(serde::Serialize)]
    /// struct Extra { device: &'static str }
    ///
    /// let token = jwt
    ///     .token::<User>(&42)
    ///     .expires_in("15m")
    ///     .claims(&Extra { device: "phone" })
    ///     .sign()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn token<E: Entity + MintedByKey>(&self, key: &E::Key) -> TokenBuilder {
        TokenBuilder::new::<E>(self, key)
    }

    /// Returns a builder for a token of this entity. With the builder, you can change the lifetime and add
    /// claims, scopes and more.
    ///
    /// The token contains the current [version](Entity::token_version) of the entity's tokens, if the entity type has
    /// such a version.
    ///
    /// # Examples
    ///
    /// ```
    /// # use jwt_router::{JwtRoutes, Secret, entity};
    ///
    /// #[entity(table = "users", token_version = Self::version)]
    /// #[derive(Clone)]
    /// struct User { id: i64, version: i64 }
    ///
    /// impl User {
    ///     fn version(&self) -> i64 { self.version }
    /// }
    ///
    /// # let jwt = JwtRoutes::builder().secret(Secret::random()?).build()?;
    /// # let user = User { id: 42, version: 1 };
    /// let token = jwt.token_of(&user).expires_in("15m").sign()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn token_of<E: Entity>(&self, entity: &E) -> TokenBuilder {
        TokenBuilder::new::<E>(self, entity.key()).version(entity.token_version())
    }

    /// Returns the scheme that precedes a token in the `Authorization` header: `Bearer`, unless
    /// [`JwtRoutesBuilder::scheme`](crate::JwtRoutesBuilder::scheme) sets another.
    ///
    /// # Examples
    ///
    /// ```
    /// # use jwt_router::{JwtRoutes, Secret};
    /// let jwt = JwtRoutes::builder().secret(Secret::random()?).build()?;
    /// assert_eq!(jwt.scheme(), "Bearer");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn scheme(&self) -> &str {
        self.0.scheme.as_str()
    }

    /// Returns the public keys that verify this application's tokens, as a JWK set. The set is empty if a
    /// secret signs the tokens.
    ///
    /// [`AppBuilder::publish_jwks`](crate::AppBuilder::publish_jwks) adds a route that serves the set.
    ///
    /// # Examples
    ///
    /// ```
    /// use jwt_router::{Algorithm, JwtRoutes, SigningKey};
    ///
    /// let key = SigningKey::random(Algorithm::EdDSA)?;
    /// let jwt = JwtRoutes::builder().signing_key(key).build()?;
    /// let json = serde_json::to_value(jwt.jwks())?;
    /// assert_eq!(json["keys"][0]["crv"], "Ed25519");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[cfg(feature = "asymmetric")]
    #[must_use]
    pub fn jwks(&self) -> JwkSet {
        JwkSet::new(&self.0.public_keys)
    }

    pub(crate) fn config(&self) -> &Config {
        &self.0
    }

    /// Returns the address of the settings, which is the same for all clones of this `JwtRoutes`, and different for
    /// every other `JwtRoutes` of the process.
    pub(crate) fn address(&self) -> *const () {
        Arc::as_ptr(&self.0).cast()
    }
}

impl fmt::Debug for JwtRoutes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JwtRoutes")
            .field("api_name", &self.0.api_name)
            .field("entities", &self.0.entities)
            .finish_non_exhaustive()
    }
}
