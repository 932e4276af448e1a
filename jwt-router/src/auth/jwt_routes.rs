use std::{any::Any, fmt, sync::Arc, time::Duration};

#[cfg(feature = "asymmetric")]
use crate::jwt::key::{JwkSet, PublicKey};
use crate::{
    auth::{Authenticator, HeaderAuthenticator, TokenBuilder},
    clock::{Clock, unix_seconds},
    entity::{CallerEntity, Entity, EntityRegistry, G},
    jwt::{
        sign::{SignError, Signer, Token},
        verify::Verifier,
    },
    policy::ClaimNames,
    rejection::{OnReject, Rejection, RejectionKind},
};

/// The keys, the entities and the rules of one application: mints tokens, and makes [`App`]s.
///
/// It is cheap to clone, holds nothing of any request, and is an extractor: a handler that mints
/// tokens takes `jwt: JwtRoutes`. Two of them in one process know nothing of each other.
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
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// [`App`]: crate::App
#[derive(Clone)]
pub struct JwtRoutes(Arc<Config>);

/// What a [`JwtRoutes`] holds, checked and made once.
pub(crate) struct Config {
    /// `None` where only other issuers' tokens are accepted.
    pub(crate) signer: Option<Signer>,
    pub(crate) verifier: Verifier,
    /// The keys that whoever checks our tokens needs; none where they are signed with a secret.
    #[cfg(feature = "asymmetric")]
    pub(crate) public_keys: Vec<PublicKey>,
    /// Those of others' tokens; most applications have none.
    pub(crate) authenticators: Vec<Arc<dyn Authenticator>>,
    /// Those of them that read a header other than `Authorization`; most applications have none.
    pub(crate) header_authenticators: Vec<HeaderAuthenticator>,
    /// Empty, or a path without a trailing slash.
    pub(crate) api_name: Box<str>,
    pub(crate) lifetime: Duration,
    /// How long after a login its token can be renewed.
    pub(crate) session_max: Duration,
    pub(crate) issuer: Option<String>,
    /// The audience that minted tokens name.
    pub(crate) audience: Option<String>,
    pub(crate) entities: EntityRegistry,
    pub(crate) claim_names: ClaimNames,
    pub(crate) query_token: Option<Box<str>>,
    pub(crate) predicate_timeout: Duration,
    pub(crate) on_reject: Option<OnReject>,
    pub(crate) clock: Box<dyn Clock>,
}

impl Config {
    pub(crate) fn now(&self) -> i64 {
        unix_seconds(self.clock.now())
    }

    /// Returns the authenticator of this type, if there is one.
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

    /// Mints a token for this entity, with the configured lifetime: the answer to a login, whose time
    /// it tells (`auth_time`).
    ///
    /// # Errors
    ///
    /// When the entity's key is neither a string nor a number, or the system has no randomness.
    pub fn create_token<E: Entity>(&self, entity: &E) -> Result<Token, SignError> {
        self.token::<E>(entity.key()).sign()
    }

    /// Mints a token for the entity of this key, which need not be loaded.
    ///
    /// # Errors
    ///
    /// As [`create_token`](Self::create_token).
    pub fn create_token_for<E: Entity>(&self, key: &E::Key) -> Result<Token, SignError> {
        self.token::<E>(key).sign()
    }

    /// Mints the caller's token anew: the same entity and extra claims, with a new lifetime. It is
    /// no login: the time of the last one stays what it was.
    ///
    /// A session ends: 90 days after the login, unless
    /// [`session_max`](crate::JwtRoutesBuilder::session_max) says otherwise, the token cannot be renewed, and no
    /// renewed token lives longer. A token that does not have the time of its login (`auth_time`), such as one of
    /// flask-jwt-router, can be renewed for that time after its own expiry.
    ///
    /// # Errors
    ///
    /// Returns [`SignError::SessionExpired`] when the session has ended, which is 401 as a response; else as
    /// [`create_token`](Self::create_token).
    pub fn update_token<E: CallerEntity>(&self, g: &G<E>) -> Result<Token, SignError> {
        TokenBuilder::renewing(self, g.caller())?.sign()
    }

    /// Begins a token for the entity of this key: with a lifetime or claims of its own.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::time::Duration;
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
    ///     .expires_in(Duration::from_secs(15 * 60))
    ///     .claims(&Extra { device: "phone" })
    ///     .sign()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn token<E: Entity>(&self, key: &E::Key) -> TokenBuilder {
        TokenBuilder::new::<E>(self, key)
    }

    /// The answer to a request that a check of yours refuses: status, challenge and body as the
    /// guard's own, [`JwtRoutesBuilder::on_reject`](crate::JwtRoutesBuilder::on_reject) included.
    ///
    /// # Examples
    ///
    /// ```
    /// use jwt_router::{Rejection, RejectionKind, prelude::*};
    /// # #[entity(table = "users")]
    /// # #[derive(Clone)]
    /// # struct User { id: i64, is_admin: bool }
    ///
    /// #[protected(DELETE, "/everything")]
    /// async fn delete_everything(g: G<User>, jwt: JwtRoutes) -> Result<(), Rejection> {
    ///     if !g.is_admin {
    ///         return Err(jwt.reject(RejectionKind::InsufficientScope)); // 403
    ///     }
    ///     Ok(())
    /// }
    /// ```
    #[must_use]
    pub fn reject(&self, kind: RejectionKind) -> Rejection {
        Rejection::new(kind, self.0.on_reject.as_ref())
    }

    /// The public keys that this application's tokens are checked with; empty where they are signed
    /// with a secret.
    ///
    /// [`AppBuilder::publish_jwks`](crate::AppBuilder::publish_jwks) serves them.
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
}

impl fmt::Debug for JwtRoutes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JwtRoutes")
            .field("api_name", &self.0.api_name)
            .field("entities", &self.0.entities)
            .finish_non_exhaustive()
    }
}
