use std::{collections::BTreeMap, fmt};

use serde::Serialize;
use serde_json::{
    Value,
    value::{RawValue, to_raw_value},
};

use super::{Config, JwtRoutes, scopes, session_end::SessionEnd, sessions::SID};
use crate::{
    duration::Period,
    entity::{Caller, Entity, EntityRef},
    jwt::{
        claims::{self, AUTH_TIME, NumericDate, TOKEN_VERSION, TokenVersion},
        sign::{
            ExtraClaims, Grants, Login, NewClaims, ResponseForm, SignError, Token, random_jwt_id,
        },
        token_use::TokenUse,
    },
    policy::ScopeName,
};

/// A builder for an access token, with which a program sets the lifetime, extra claims, scopes and more.
/// [`JwtRoutes::token`] and [`JwtRoutes::token_of`] return it, and [`sign`](Self::sign) mints the token.
///
/// # Examples
///
/// ```
/// # use jwt_router::{JwtRoutes, Secret, entity};
/// # #[entity(table = "users")]
/// # #[derive(Clone)]
/// # struct User { id: i64 }
/// # let jwt = JwtRoutes::builder().secret(Secret::random()?).build()?;
/// let api_key = jwt.token::<User>(&42).not_a_login().expires_in("30d").sign()?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use = "a token is minted by `sign`"]
pub struct TokenBuilder {
    pub(super) jwt: JwtRoutes,
    pub(super) entity: EntityRef,
    /// The entity's key as JSON; `None` if the key cannot be serialized.
    pub(super) key: Option<Box<RawValue>>,
    lifetime: Period,
    pub(super) extra: Option<Result<ExtraClaims, SignError>>,
    /// The claims besides the extra claims, such as `scope` and `sid`; or the first error of setting one.
    pub(super) grants: Result<Grants, SignError>,
    pub(super) login: Login,
    /// The latest expiry that the token may have: for a renewed token, the time from which on it cannot be renewed
    /// again; for a ticket (a token for one request), the expiry of the access token. `None` for any other token.
    pub(super) session_end: Option<SessionEnd>,
}

impl TokenBuilder {
    pub(crate) fn new<E: Entity>(jwt: &JwtRoutes, key: &E::Key) -> Self {
        let key = to_raw_value(key).ok();
        Self::of(jwt, EntityRef::of::<E>(), key, Login::Now)
    }

    /// Returns a builder for a token of the entity with this key, which is JSON. If `key` is `None`,
    /// [`sign`](Self::sign) fails.
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
            lifetime: jwt.config().lifetime.into(),
            extra: None,
            grants: Ok(Grants::new()),
            login,
            session_end: None,
        }
    }

    /// Returns a builder that renews the caller's token. The new token keeps the extra claims and the `auth_time` of
    /// the caller's token, so that a renewal does not count as a recent login.
    pub(crate) fn renewing(jwt: &JwtRoutes, caller: &Caller) -> Result<Self, SignError> {
        if !caller.origin.is_own() {
            return Err(SignError::OtherIssuer);
        }
        let entity = caller.table;
        let mut claims: BTreeMap<String, Box<RawValue>> =
            caller.claims().map_err(|_| SignError::ExtraClaims)?;
        let end = SessionEnd::of(&claims, caller, jwt.config());
        if jwt.config().now() >= end.at {
            return Err(SignError::SessionExpired {
                scheme: jwt.scheme().to_owned(),
                form: ResponseForm::of(jwt.config().rejections.clone()),
            });
        }
        if claims.contains_key(SID) {
            return Err(SignError::OfSession);
        }
        let login = claims.remove(AUTH_TIME).map_or(Login::Unknown, Login::Kept);
        let key = claims.remove(entity.key());
        // The guard has compared this version with the entity's, so the new token gets it too.
        let version = claims.remove(TOKEN_VERSION);
        let version = version.and_then(|json| TokenVersion::parse(json.get()));
        claims.retain(|name, _| !claims::is_reserved(name));
        let token = Self {
            extra: Some(ExtraClaims::new(&claims)),
            session_end: Some(end),
            ..Self::of(jwt, entity, key, login)
        };
        Ok(token.version(version))
    }

    /// Sets the claim `token_version`. The guard refuses the token when the entity's version is no longer this one.
    /// `None` leaves the claim out.
    pub(crate) fn version(self, version: Option<TokenVersion>) -> Self {
        self.grant(TOKEN_VERSION, Ok(version.map(TokenVersion::into_json)))
    }

    /// Sets how long the token is valid, such as `15m`, instead of the configured lifetime. Fractions of a second are
    /// ignored. [`sign`](Self::sign) fails if the lifetime is a text that is not a duration.
    pub fn expires_in(mut self, lifetime: impl Into<Period>) -> Self {
        self.lifetime = lifetime.into();
        self
    }

    /// Sets the extra claims. Each field of the struct, or each entry of the map, becomes a claim of the token.
    /// A second call replaces the claims of the first.
    ///
    /// Handlers read extra claims with [`G::claims`](crate::G::claims). [`sign`](Self::sign) fails if `claims` is
    /// not a JSON object, or contains a reserved claim, such as `exp` or `sid`.
    pub fn claims<C: Serialize + ?Sized>(mut self, claims: &C) -> Self {
        self.extra = Some(ExtraClaims::new(claims));
        self
    }

    /// Sets the scopes of the token, which routes with `scope = ".."` require.
    ///
    /// The scopes are written to the claim `scope`, or to the claim that
    /// [`JwtRoutesBuilder::scope_claim`](crate::JwtRoutesBuilder::scope_claim) configures.
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
        // Own tokens always have a claim for scopes.
        let Some(claim) = self.jwt.config().claims.own.scope.clone() else {
            return self;
        };
        let scopes = scopes::join(scopes);
        self.grant(
            &claim,
            scopes.map(|scopes| (!scopes.is_empty()).then(|| scopes.into())),
        )
    }

    /// Sets the authentication level of the login, which routes with `acr = ".."` require. The level is written to the
    /// claim `acr` ([OpenID Connect Core, section 2]). A renewed token keeps the level.
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

    /// Sets the methods by which the user has authenticated, which routes with `factor = ".."` require. The methods
    /// are written to the claim `amr` ([RFC 8176]). A renewed token keeps the methods.
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

    /// Sets a claim that is not an extra claim, such as `scope` or `sid`; the value `None` removes the claim. An
    /// error in `value` is kept, and [`sign`](Self::sign) returns it.
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

    /// Marks the token as one that is not the result of a login, such as an API key. The token gets no claim
    /// `auth_time`, and routes with `fresh = ..` do not accept it.
    ///
    /// Without this call, `auth_time` is the time at which the token is minted.
    ///
    /// The token still gives access to every other route that its entity may call. Do not send it in a link or
    /// an e-mail: [`JwtRoutes::link`] mints a token for one purpose.
    pub fn not_a_login(mut self) -> Self {
        self.login = Login::Unknown;
        self
    }

    /// Mints the token with the settings of the builder.
    ///
    /// # Errors
    ///
    /// Returns [`SignError`] when:
    ///
    /// - the key is neither a string nor a number,
    /// - the lifetime is a text that is not a duration,
    /// - the extra claims are not a JSON object, or one of them is reserved, the key, or set by another method,
    /// - a scope is not a valid scope token (RFC 6749, section 3.3),
    /// - the token would be longer than a guard accepts
    ///   ([`max_token_length`](crate::JwtRoutesBuilder::max_token_length)),
    /// - the application has no key to sign with,
    /// - the system has no memory or randomness left.
    pub fn sign(self) -> Result<Token, SignError> {
        self.sign_for(&TokenUse::Access).map(Token::new)
    }

    /// Mints a token of this use, such as a refresh token, with the settings of the builder, and returns its text.
    pub(super) fn sign_for(self, token_use: &TokenUse) -> Result<String, SignError> {
        let config = self.jwt.config();
        let extra = self.extra.transpose()?;
        let grants = self.grants?;
        let now = NumericDate::from_unix(config.now());
        let key_name = self.entity.key();
        let key = self.key.ok_or_else(|| SignError::Key {
            name: key_name.to_owned(),
        })?;
        let end = self.session_end;
        let lifetime = self.lifetime.duration();
        let lifetime = lifetime.map_err(|text| SignError::Lifetime {
            text: text.to_owned(),
        })?;
        let expires = now.saturating_add(lifetime);
        let expires = end.map_or(expires, |end| expires.min(NumericDate::from_unix(end.at)));
        let renewable_until = end
            .filter(|end| end.is_claimed)
            .map(|end| NumericDate::from_unix(end.at));
        let audience = token_use.audience(config.audience.as_deref());
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
            audience: audience.as_deref(),
            jwt_id: Some(&random_jwt_id()?),
        };
        let signer = config.signer.as_ref().ok_or(SignError::NoKey)?;
        signer.sign_for(token_use, &claims.to_json()?)
    }

    pub(super) fn config(&self) -> &Config {
        self.jwt.config()
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
