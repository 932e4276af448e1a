use std::{fmt, time::Duration};

use serde::Serialize;

use super::{JwtRoutes, TokenBuilder};
use crate::{
    duration::{Period, Seconds},
    entity::{Entity, EntityRef},
    jwt::{
        claims::ONCE,
        sign::{LinkToken, SignError},
        token_use::TokenUse,
    },
};

/// How long a link is valid, unless its builder sets another lifetime: 15 minutes.
const DEFAULT_LIFETIME: Seconds = Seconds::new(15 * 60);
/// The longest lifetime of a link: a week.
const MAXIMUM_LIFETIME: Seconds = Seconds::from_days(7);

/// A builder for a link: a token for one purpose, such as setting a new password. [`JwtRoutes::link`] creates it.
#[must_use = "a link is minted by `sign`"]
pub struct LinkBuilder {
    token: TokenBuilder,
    entity: EntityRef,
    purpose: String,
    once: bool,
    lifetime: Period,
}

impl JwtRoutes {
    /// Returns a builder for a link of this entity: a token for one purpose, which is sent by mail, for example.
    ///
    /// Only routes with `purpose = ".."` take links, and each takes only the links for its own purpose. The handlers
    /// of these routes take [`Link`](crate::Link). A link is valid for 15 minutes, unless
    /// [`expires_in`](LinkBuilder::expires_in) sets another lifetime. The link contains the
    /// [version](Entity::token_version) of the entity's tokens, and is refused when the entity has another version: a
    /// handler that sets a new password and raises the version makes sure that the link is not used again.
    ///
    /// # Examples
    ///
    /// ```
    /// use axum::http::StatusCode;
    /// use jwt_router::prelude::*;
    ///
    /// #[entity(table = "users", token_version = Self::token_version)]
    /// #[derive(Clone)]
    /// struct User { id: i64, token_version: i64 }
    ///
    /// impl User {
    ///     fn token_version(&self) -> i64 { self.token_version }
    /// }
    ///
    /// #[protected(POST, "/password", purpose = "reset-password", register = false)]
    /// async fn set_password(link: Link<User>) -> StatusCode {
    ///     // update users set password = $1, token_version = token_version + 1 where id = $2
    ///     StatusCode::NO_CONTENT
    /// }
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let user = User { id: 42, token_version: 0 };
    /// # let jwt = JwtRoutes::builder()
    /// #     .secret(Secret::random()?)
    /// #     .entity::<User>(MemoryStore::new([user.clone()]))
    /// #     .build()?;
    /// let app = jwt.app_with((), routes![set_password]).build()?;
    /// let link = app.jwt().link(&user, "reset-password").sign()?;
    /// let text = format!("https://app.example.com/password#{}", link.as_str());
    /// # Ok(())
    /// # }
    /// ```
    pub fn link<E: Entity>(&self, entity: &E, purpose: &str) -> LinkBuilder {
        LinkBuilder {
            token: self.token_of(entity).not_a_login(),
            entity: EntityRef::of::<E>(),
            purpose: purpose.to_owned(),
            once: false,
            lifetime: Duration::from(DEFAULT_LIFETIME).into(),
        }
    }
}

impl LinkBuilder {
    /// Sets how long the link is valid, such as `1h`: from one second to seven days, 15 minutes by default. Fractions
    /// of a second are ignored.
    ///
    /// # Examples
    ///
    /// ```
    /// # use jwt_router::{JwtRoutes, LinkToken, SignError, entity};
    /// # #[entity(table = "users", token_version = Self::version)]
    /// # #[derive(Clone)]
    /// # struct User { id: i64 }
    /// # impl User { fn version(&self) -> i64 { 0 } }
    /// fn invitation(jwt: &JwtRoutes, user: &User) -> Result<LinkToken, SignError> {
    ///     jwt.link(user, "accept-invitation").expires_in("3d").sign()
    /// }
    /// ```
    pub fn expires_in(mut self, lifetime: impl Into<Period>) -> Self {
        self.lifetime = lifetime.into();
        self
    }

    /// Sets extra claims, such as the new address of a user who has to confirm it. The handler reads them with
    /// [`Link::claims`](crate::Link::claims), which has an example.
    ///
    /// The claims are signed and not encrypted, so everyone who has the link can read them. [`sign`](Self::sign) fails
    /// if `claims` is not a JSON object, or contains a reserved claim.
    pub fn claims<C: Serialize + ?Sized>(mut self, claims: &C) -> Self {
        self.token = self.token.claims(claims);
        self
    }

    /// Makes the link valid for one request. After the guard has verified the link and loaded the entity, it marks the
    /// link as used in the application's store of [sessions](crate::JwtRoutesBuilder::sessions), before it checks the
    /// requirements of the route and calls the handler. A second request with the link gets 401, even at the same time
    /// or at another instance of the program.
    ///
    /// Without this call, a link can be used until it expires or the version of the entity's tokens changes. For an
    /// entity whose tokens have no version, `sign` mints only links for one use.
    ///
    /// # Examples
    ///
    /// ```
    /// # use jwt_router::{JwtRoutes, LinkToken, SignError, entity};
    /// # #[entity(table = "users")]
    /// # #[derive(Clone)]
    /// # struct User { id: i64 }
    /// fn confirmation(jwt: &JwtRoutes, user: &User) -> Result<LinkToken, SignError> {
    ///     jwt.link(user, "confirm-address").once().sign()
    /// }
    /// ```
    pub fn once(mut self) -> Self {
        self.once = true;
        self
    }

    /// Mints the link with the settings of the builder.
    ///
    /// # Errors
    ///
    /// Returns the errors of [`TokenBuilder::sign`], and:
    ///
    /// - [`SignError::Purpose`] when no route of the application takes links for the purpose, or the application is not
    ///   built yet,
    /// - [`SignError::PurposeOfOthers`] when the routes for the purpose accept only other entity types,
    /// - [`SignError::Lifetime`] when the lifetime is a text that is not a duration,
    /// - [`SignError::LinkLifetime`] when the lifetime is shorter than a second or longer than seven days,
    /// - [`SignError::EndlessLink`] when the link is not for one use and the entity's tokens have no version,
    /// - [`SignError::NoSessionStore`] when the link is for one use and the application has no store of sessions.
    pub fn sign(self) -> Result<LinkToken, SignError> {
        let lifetime = self.lifetime.duration();
        let lifetime = lifetime.map_err(|text| SignError::Lifetime {
            text: text.to_owned(),
        })?;
        let bounds = Duration::from_secs(1)..=MAXIMUM_LIFETIME.into();
        if !bounds.contains(&lifetime) {
            return Err(SignError::LinkLifetime {
                seconds: lifetime.as_secs(),
                maximum: MAXIMUM_LIFETIME.as_u64(),
            });
        }
        let config = self.token.config();
        let routes = &config.taken_uses;
        routes.check_purpose(&self.purpose, self.entity)?;
        let has_version = self.entity.has_token_version();
        let token = match (self.once, &config.sessions, has_version) {
            (true, Some(sessions), _) => {
                let once = sessions.new_use()?;
                self.token.grant(ONCE, Ok(Some(once.into())))
            }
            (true, None, _) => return Err(SignError::NoSessionStore),
            (false, _, true) => self.token,
            (false, _, false) => {
                return Err(SignError::EndlessLink {
                    entity: self.entity.type_name(),
                });
            }
        };
        let token = token.expires_in(lifetime);
        token
            .sign_for(&TokenUse::Purpose(self.purpose))
            .map(LinkToken::new)
    }
}

impl fmt::Debug for LinkBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LinkBuilder")
            .field("table", &self.entity.table())
            .field("purpose", &self.purpose)
            .field("lifetime", &self.lifetime)
            .finish_non_exhaustive()
    }
}
