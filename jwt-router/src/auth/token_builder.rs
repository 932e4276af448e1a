use std::{collections::BTreeMap, fmt, time::Duration};

use serde::Serialize;
use serde_json::{
    Value,
    value::{RawValue, to_raw_value},
};

use super::{Config, JwtRoutes, scopes};
use crate::{
    entity::{Caller, Entity, EntityRef},
    jwt::{
        claims::{self, AUTH_TIME, NumericDate, RENEWABLE_UNTIL},
        sign::{ExtraClaims, Grants, Login, NewClaims, SignError, Token, random_jwt_id},
    },
    policy::ScopeName,
};

/// A builder for a token, made by [`JwtRoutes::token`]; [`sign`](Self::sign) mints the token.
///
/// # Examples
///
/// ```
/// # use std::time::Duration;
/// # use jwt_router::{JwtRoutes, Secret, entity};
/// # #[entity(table = "users")]
/// # #[derive(Clone)]
/// # struct User { id: i64 }
/// # let jwt = JwtRoutes::builder().secret(Secret::random()?).build()?;
/// let month = Duration::from_secs(30 * 24 * 60 * 60);
/// let api_key = jwt.token::<User>(&42).not_a_login().expires_in(month).sign()?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use = "a token is minted by `sign`"]
pub struct TokenBuilder {
    jwt: JwtRoutes,
    entity: EntityRef,
    /// The entity's key as JSON; `None` when it does not serialize.
    key: Option<Box<RawValue>>,
    lifetime: Duration,
    extra: Option<Result<ExtraClaims, SignError>>,
    /// The claims by which the token meets requirements.
    grants: Result<Grants, SignError>,
    login: Login,
    /// The end of the session that a renewed token continues; `None` for a token that is not a renewal.
    session_end: Option<SessionEnd>,
}

/// The time from which the tokens of a session cannot be renewed.
#[derive(Clone, Copy)]
struct SessionEnd {
    /// In seconds since 1970.
    at: i64,
    /// The token has no `auth_time` to compute the end from, so the new token gets the claim `renewable_until`.
    is_claimed: bool,
}

impl SessionEnd {
    /// Returns the end of the session that a token belongs to.
    ///
    /// A token without `auth_time`, such as one of flask-jwt-router, has no start of its session. It can be
    /// renewed until `session_max` after its own expiry.
    fn of(claims: &BTreeMap<String, Box<RawValue>>, caller: &Caller, config: &Config) -> Self {
        let date = |name| -> Option<i64> {
            let json: &RawValue = claims.get(name)?;
            let date: NumericDate = serde_json::from_str(json.get()).ok()?;
            Some(date.as_unix())
        };
        let lasting = i64::try_from(config.session_max.as_secs()).unwrap_or(i64::MAX);
        if let Some(login) = date(AUTH_TIME) {
            let at = login.min(config.now()).saturating_add(lasting);
            return Self {
                at,
                is_claimed: false,
            };
        }
        let at = date(RENEWABLE_UNTIL).unwrap_or_else(|| caller.expires.saturating_add(lasting));
        Self {
            at,
            is_claimed: true,
        }
    }
}

impl TokenBuilder {
    pub(crate) fn new<E: Entity>(jwt: &JwtRoutes, key: &E::Key) -> Self {
        let key = to_raw_value(key).ok();
        Self::of(jwt, EntityRef::of::<E>(), key, Login::Now)
    }

    /// Returns a builder for the entity with this key, as JSON; without a key, [`sign`](Self::sign) fails.
    pub(crate) fn of(
        jwt: &JwtRoutes,
        entity: EntityRef,
        key: Option<Box<RawValue>>,
        login: Login,
    ) -> Self {
        Self {
            jwt: jwt.clone(),
            entity,
            key,
            lifetime: jwt.config().lifetime,
            extra: None,
            grants: Ok(Grants::new()),
            login,
            session_end: None,
        }
    }

    /// Returns a builder that renews the caller's token: with its extra claims, and with its `auth_time`, so
    /// that a renewal does not count as a recent login.
    pub(crate) fn renewing(jwt: &JwtRoutes, caller: &Caller) -> Result<Self, SignError> {
        if !caller.origin.is_own() {
            return Err(SignError::OtherIssuer);
        }
        let entity = caller.table;
        let mut claims: BTreeMap<String, Box<RawValue>> =
            caller.claims().map_err(|_| SignError::ExtraClaims)?;
        let end = SessionEnd::of(&claims, caller, jwt.config());
        if jwt.config().now() >= end.at {
            return Err(SignError::SessionExpired);
        }
        let login = claims.remove(AUTH_TIME).map_or(Login::Unknown, Login::Kept);
        let key = claims.remove(entity.key());
        claims.retain(|name, _| !claims::is_reserved(name));
        Ok(Self {
            extra: Some(ExtraClaims::new(&claims)),
            session_end: Some(end),
            ..Self::of(jwt, entity, key, login)
        })
    }

    /// Sets how long the token is valid, instead of the configured lifetime. Fractions of a second are cut off.
    pub fn expires_in(mut self, lifetime: Duration) -> Self {
        self.lifetime = lifetime;
        self
    }

    /// Sets the extra claims: each field of the struct, or each entry of the map, becomes a claim of the token.
    /// A second call replaces those of the first.
    ///
    /// Handlers read them with [`G::claims`](crate::G::claims). A value that is not a JSON object, or that has
    /// the name of a reserved claim, is an error of [`sign`](Self::sign).
    pub fn claims<C: Serialize + ?Sized>(mut self, claims: &C) -> Self {
        self.extra = Some(ExtraClaims::new(claims));
        self
    }

    /// Sets the scopes of the token, in the claim `scope` or the one of
    /// [`JwtRoutesBuilder::scope_claim`](crate::JwtRoutesBuilder::scope_claim).
    ///
    /// # Examples
    ///
    /// ```
    /// # use jwt_router::{JwtRoutes, Secret, entity};
    /// # #[entity(table = "users")]
    /// # #[derive(Clone)]
    /// # struct User { id: i64 }
    /// # let jwt = JwtRoutes::builder().secret(Secret::random()?).build()?;
    /// let token = jwt.token::<User>(&42).scopes(["posts:read", "posts:write"]).sign()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn scopes(self, scopes: impl IntoIterator<Item: ScopeName>) -> Self {
        let claim = self.jwt.config().claim_names.scope.to_string();
        let scopes = scopes::join(scopes);
        self.grant(
            &claim,
            scopes.map(|scopes| (!scopes.is_empty()).then(|| scopes.into())),
        )
    }

    /// Sets the authentication level of the login, in the claim `acr` ([OpenID Connect Core, section 2]), which
    /// routes with `acr = ".."` require. A renewal keeps it.
    ///
    /// # Examples
    ///
    /// ```
    /// # use jwt_router::{JwtRoutes, Secret, entity};
    /// # #[entity(table = "users")]
    /// # #[derive(Clone)]
    /// # struct User { id: i64 }
    /// # let jwt = JwtRoutes::builder().secret(Secret::random()?).build()?;
    /// let token = jwt.token::<User>(&42).acr("aal2").sign()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// [OpenID Connect Core, section 2]: https://openid.net/specs/openid-connect-core-1_0.html#IDToken
    pub fn acr(self, level: impl Into<String>) -> Self {
        self.grant("acr", Ok(Some(level.into().into())))
    }

    /// Sets the methods by which the user has authenticated, in the claim `amr` ([RFC 8176]), which routes with
    /// `factor = ".."` require. A renewal keeps them.
    ///
    /// # Examples
    ///
    /// ```
    /// # use jwt_router::{JwtRoutes, Secret, entity};
    /// # #[entity(table = "users")]
    /// # #[derive(Clone)]
    /// # struct User { id: i64 }
    /// # let jwt = JwtRoutes::builder().secret(Secret::random()?).build()?;
    /// let token = jwt.token::<User>(&42).factors(["pwd", "otp"]).sign()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// [RFC 8176]: https://www.rfc-editor.org/rfc/rfc8176
    pub fn factors(self, methods: impl IntoIterator<Item: Into<String>>) -> Self {
        let methods: Vec<String> = methods.into_iter().map(Into::into).collect();
        self.grant("amr", Ok((!methods.is_empty()).then(|| methods.into())))
    }

    /// Sets a claim by which the token meets a requirement; `None` removes it.
    pub(crate) fn grant(mut self, claim: &str, value: Result<Option<Value>, SignError>) -> Self {
        self.grants = self.grants.and_then(|mut grants| {
            match value? {
                Some(value) => drop(grants.insert(claim.to_owned(), value)),
                None => drop(grants.remove(claim)),
            }
            Ok(grants)
        });
        self
    }

    /// Marks the token as one that is not the result of a login, such as an API key: it gets no claim
    /// `auth_time`, and routes with `fresh = ..` do not accept it.
    ///
    /// Without this call, `auth_time` is the time at which the token is minted.
    ///
    /// Like every token, it gives access to every route that its entity may call. Do not send it in a link or
    /// an e-mail: only the handler that takes a token can restrict the token to one purpose.
    pub fn not_a_login(mut self) -> Self {
        self.login = Login::Unknown;
        self
    }

    /// Mints the token.
    ///
    /// # Errors
    ///
    /// Returns [`SignError`] when the key is neither a string nor a number, when the extra claims are not a
    /// JSON object, when one of them has the name of a reserved claim, of the key or of a claim that another
    /// method sets, when a scope is not a valid scope token, when the token would be longer than the 8 KiB that
    /// a guard accepts, when the application has no key to sign with, or when the system has no memory or
    /// randomness.
    pub fn sign(self) -> Result<Token, SignError> {
        let config = self.jwt.config();
        let extra = self.extra.transpose()?;
        let grants = self.grants?;
        let now = NumericDate::from_unix(config.now());
        let key_name = self.entity.key();
        let key = self.key.ok_or_else(|| SignError::Key {
            name: key_name.to_owned(),
        })?;
        let end = self.session_end;
        let expires = now.saturating_add(self.lifetime);
        let expires = end.map_or(expires, |end| expires.min(NumericDate::from_unix(end.at)));
        let renewable_until = end
            .filter(|end| end.is_claimed)
            .map(|end| NumericDate::from_unix(end.at));
        let claims = NewClaims {
            table: self.entity.table(),
            key_name,
            key: &key,
            extra: extra.as_ref(),
            grants: &grants,
            login: &self.login,
            now,
            expires,
            renewable_until,
            issuer: config.issuer.as_deref(),
            audience: config.audience.as_deref(),
            jwt_id: Some(&random_jwt_id()?),
        };
        let signer = config.signer.as_ref().ok_or(SignError::NoKey)?;
        signer.sign(&claims.to_json()?).map(Token::new)
    }
}

impl fmt::Debug for TokenBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenBuilder")
            .field("table", &self.entity.table())
            .field("lifetime", &self.lifetime)
            .finish_non_exhaustive()
    }
}
