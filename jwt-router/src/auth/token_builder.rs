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

/// A token that is being minted: made by [`JwtRoutes::token`].
#[must_use = "a token is minted by `sign`"]
pub struct TokenBuilder {
    jwt: JwtRoutes,
    entity: EntityRef,
    /// `None` when it is no JSON.
    key: Option<Box<RawValue>>,
    lifetime: Duration,
    extra: Option<Result<ExtraClaims, SignError>>,
    /// The claims by which the token meets requirements.
    grants: Result<Grants, SignError>,
    login: Login,
    /// Of a renewed token: when the session ends that it continues.
    session_end: Option<SessionEnd>,
}

/// The time from which a token cannot be renewed any more.
#[derive(Clone, Copy)]
struct SessionEnd {
    /// In seconds since 1970.
    at: i64,
    /// The token has no time of a login that says it, so the new one gets a claim.
    is_claimed: bool,
}

impl SessionEnd {
    /// Returns the end of the session that a token belongs to.
    ///
    /// A token without `auth_time`, such as one of flask-jwt-router, does not say when the session began: it can
    /// be renewed until `session_max` after its own expiry.
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

    /// A token for the entity of this key, which is JSON already; `None` when it cannot be.
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

    /// The caller's token again, with its extra claims, and no more fresh than it was.
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

    /// How long the token is good for, instead of the configured lifetime.
    pub fn expires_in(mut self, lifetime: Duration) -> Self {
        self.lifetime = lifetime;
        self
    }

    /// Extra claims: a struct whose fields become claims of the token.
    ///
    /// Handlers read them with [`G::claims`](crate::G::claims).
    pub fn claims<C: Serialize + ?Sized>(mut self, claims: &C) -> Self {
        self.extra = Some(ExtraClaims::new(claims));
        self
    }

    /// The scopes of the token, in the claim `scope` or the one of
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

    /// The authentication level of the login, in the claim `acr` ([OpenID Connect Core, section 2]): what
    /// routes with `acr = ".."` require. It is kept when the token is renewed.
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

    /// The methods by which the user has authenticated, in the claim `amr` ([RFC 8176]): what routes with
    /// `factor = ".."` require. They are kept when the token is renewed.
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

    /// Mints a token that is not the result of a login: an API key, for example.
    ///
    /// It opens every route that its entity may call, as every token does. Do not send it in a link or an
    /// e-mail: a token for one purpose only has to be checked by the handler that takes it.
    ///
    /// It has no claim `auth_time`, so that routes with `fresh = ..` do not accept it. Without
    /// this, the claim is the time at which the token is minted.
    pub fn not_a_login(mut self) -> Self {
        self.login = Login::Unknown;
        self
    }

    /// Mints the token.
    ///
    /// # Errors
    ///
    /// When the key is neither a string nor a number, an extra claim has the name of a registered
    /// claim, of the key or of a claim that another method sets, a scope is no scope token, or the token
    /// would be longer than the 8 KiB that a guard accepts.
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
