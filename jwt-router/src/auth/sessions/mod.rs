//! Starts, lists and ends sessions.

mod end_session;
mod error;
mod minting;
mod pair;
mod refresh;
mod rotation;
mod start;
#[cfg(feature = "cookies")]
mod start_session;

use std::sync::Arc;

#[cfg(feature = "cookies")]
pub use self::start_session::StartSession;
pub use self::{
    end_session::EndSession,
    error::{SessionError, SessionErrorKind},
    pair::{RefreshToken, TokenPair},
    refresh::Refresh,
    start::SessionBuilder,
};
use super::JwtRoutes;
use crate::{
    entity::{CallerEntity, Entity, G},
    session::{Owner, SessionId, SessionInfo, Sessions},
};

pub(super) use crate::jwt::claims::SID;

impl JwtRoutes {
    /// Returns a builder for a session of this entity, as the result of a login. `.await` starts the session, and
    /// returns its first tokens.
    ///
    /// The access token lasts for 15 minutes by default, and every route that accepts the entity accepts it. A route
    /// with `refresh` exchanges the refresh token for the next tokens.
    ///
    /// # Examples
    ///
    /// ```standalone_crate
    /// use jwt_router::prelude::*;
    /// # #[entity(table = "users")]
    /// # #[derive(Clone)]
    /// # struct User { id: i64 }
    ///
    /// #[whitelist(POST, "/login")]
    /// async fn login(jwt: JwtRoutes) -> Result<TokenPair, SessionError> {
    ///     let user = User { id: 42 }; // .. whose password was checked ..
    ///     jwt.start_session(&user).label("Ann's phone").await
    /// }
    /// ```
    pub fn start_session<E: Entity>(&self, entity: &E) -> SessionBuilder {
        SessionBuilder::new(self.token_of(entity))
    }

    /// Ends the session that the caller's token belongs to, as a logout does. Ends nothing if the token belongs to no
    /// session, such as a token of [`create_token`](Self::create_token). The returned response removes the
    /// application's cookies, if the application has any.
    ///
    /// # Errors
    ///
    /// The kind of the error is [`SessionErrorKind::Store`] when the store fails, in which case the session may
    /// continue, and [`SessionErrorKind::OtherApplication`] when another `JwtRoutes` of this process let the caller in.
    ///
    /// # Examples
    ///
    /// ```standalone_crate
    /// use jwt_router::prelude::*;
    /// # #[entity(table = "users")]
    /// # #[derive(Clone)]
    /// # struct User { id: i64 }
    ///
    /// #[protected(POST, "/logout")]
    /// async fn logout(g: G<User>, jwt: JwtRoutes) -> Result<EndSession, SessionError> {
    ///     jwt.end_session(&g).await
    /// }
    /// ```
    pub async fn end_session<E: CallerEntity>(&self, g: &G<E>) -> Result<EndSession, SessionError> {
        let ended = async {
            self.check_application(g)?;
            match session_of(g) {
                Some(id) => self.end_stored(id).await,
                None => Ok(()),
            }
        };
        ended.await.map_err(|error| error.of(self))?;
        Ok(EndSession::of(self))
    }

    /// Returns the identifier of the session that the caller's token belongs to, for example to mark "this device" in
    /// the list of [`sessions`](Self::sessions); `None` if the token belongs to no session, or if another `JwtRoutes` of
    /// this process let the caller in.
    ///
    /// # Examples
    ///
    /// ```
    /// use axum::Json;
    /// use jwt_router::{SessionId, prelude::*};
    /// # #[entity(table = "users")]
    /// # #[derive(Clone)]
    /// # struct User { id: i64 }
    ///
    /// #[protected(GET, "/other-devices")]
    /// async fn other_devices(g: G<User>, jwt: JwtRoutes) -> Result<Json<Vec<SessionId>>, SessionError> {
    ///     let this = jwt.session_id(&g);
    ///     let sessions = jwt.sessions::<User>(&g.id).await?;
    ///     let ids = sessions.into_iter().map(|session| session.id);
    ///     Ok(Json(ids.filter(|id| Some(*id) != this).collect()))
    /// }
    /// ```
    pub fn session_id<E: CallerEntity>(&self, g: &G<E>) -> Option<SessionId> {
        self.check_application(g).ok().and_then(|()| session_of(g))
    }

    /// Ends one session of the entity with this key, and returns `true`. Does nothing and returns `false` if the list
    /// of the entity's [`sessions`](Self::sessions) does not contain the session, so that a user cannot end the
    /// sessions of others. `SqlxSessions` and `RedisSessions` list only the latest 1000.
    ///
    /// # Errors
    ///
    /// The kind of the error is [`SessionErrorKind::Store`] when the store fails, [`SessionErrorKind::NoStore`] when
    /// the application has no store of sessions, and [`SessionErrorKind::Sign`] when the key cannot be serialized.
    ///
    /// # Examples
    ///
    /// ```standalone_crate
    /// use axum::extract::Path;
    /// use http::StatusCode;
    /// use jwt_router::{SessionId, prelude::*};
    /// # #[entity(table = "users")]
    /// # #[derive(Clone)]
    /// # struct User { id: i64 }
    ///
    /// #[protected(DELETE, "/devices/{id}")]
    /// async fn end(g: G<User>, jwt: JwtRoutes, Path(id): Path<String>) -> Result<StatusCode, SessionError> {
    ///     let is_own = match id.parse::<SessionId>() {
    ///         Ok(id) => jwt.end_session_of::<User>(&g.id, id).await?,
    ///         Err(_) => false,
    ///     };
    ///     Ok(if is_own { StatusCode::NO_CONTENT } else { StatusCode::NOT_FOUND })
    /// }
    /// ```
    pub async fn end_session_of<E: Entity>(
        &self,
        key: &E::Key,
        id: SessionId,
    ) -> Result<bool, SessionError> {
        let sessions = self.sessions::<E>(key).await?;
        let is_own = sessions.iter().any(|session| session.id == id);
        if is_own {
            let ended = self.end_stored(id).await;
            ended.map_err(|error| error.of(self))?;
        }
        Ok(is_own)
    }

    /// Ends all sessions of the entity with this key: "log out everywhere".
    ///
    /// Tokens that belong to no session remain valid; a new [version](Entity::token_version) of the entity's tokens
    /// ends them too. The returned response removes the application's cookies, like the response of
    /// [`end_session`](Self::end_session). Drop it if the request comes from another user, such as an administrator.
    ///
    /// # Errors
    ///
    /// The kind of the error is [`SessionErrorKind::Store`] when the store fails, [`SessionErrorKind::NoStore`] when
    /// the application has no store of sessions, and [`SessionErrorKind::Sign`] when the key cannot be serialized.
    ///
    /// # Examples
    ///
    /// ```
    /// # use jwt_router::{JwtRoutes, MemorySessions, Secret, entity};
    /// # #[entity(table = "users")]
    /// # #[derive(Clone)]
    /// # struct User { id: i64 }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let jwt = JwtRoutes::builder().secret(Secret::random()?).sessions(MemorySessions::new()).build()?;
    /// jwt.end_all_sessions::<User>(&42).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn end_all_sessions<E: Entity>(
        &self,
        key: &E::Key,
    ) -> Result<EndSession, SessionError> {
        let ended = async { Ok(self.stored_sessions()?.end_all(owner::<E>(key)?).await?) };
        let ended: Result<(), SessionErrorKind> = ended.await;
        ended.map_err(|error| error.of(self))?;
        Ok(EndSession::of(self))
    }

    /// Returns the sessions of the entity with this key that have not ended, the last used first, for a page such as
    /// "your devices".
    ///
    /// # Errors
    ///
    /// The kind of the error is [`SessionErrorKind::Store`] when the store fails, [`SessionErrorKind::NoStore`] when
    /// the application has no store of sessions, and [`SessionErrorKind::Sign`] when the key cannot be serialized.
    ///
    /// # Examples
    ///
    /// ```standalone_crate
    /// use axum::Json;
    /// use jwt_router::{SessionInfo, prelude::*};
    /// # #[entity(table = "users")]
    /// # #[derive(Clone)]
    /// # struct User { id: i64 }
    ///
    /// #[protected(GET, "/devices")]
    /// async fn devices(g: G<User>, jwt: JwtRoutes) -> Result<Json<Vec<SessionInfo>>, SessionError> {
    ///     Ok(Json(jwt.sessions::<User>(&g.id).await?))
    /// }
    /// ```
    pub async fn sessions<E: Entity>(
        &self,
        key: &E::Key,
    ) -> Result<Vec<SessionInfo>, SessionError> {
        let now = self.config().now_in_millis();
        let listed = async { Ok(self.stored_sessions()?.list(owner::<E>(key)?, now).await?) };
        let listed: Result<_, SessionErrorKind> = listed.await;
        let mut sessions = listed.map_err(|error| error.of(self))?;
        sessions.sort_by_key(|session| std::cmp::Reverse(session.last_used));
        Ok(sessions)
    }

    async fn end_stored(&self, id: SessionId) -> Result<(), SessionErrorKind> {
        Ok(self.stored_sessions()?.end(id).await?)
    }

    /// Checks that this application let the caller in. The session of another application has its record in another
    /// store, or none.
    fn check_application<E>(&self, g: &G<E>) -> Result<(), SessionErrorKind> {
        if g.is_of(self.address()) {
            Ok(())
        } else {
            Err(SessionErrorKind::OtherApplication)
        }
    }

    fn stored_sessions(&self) -> Result<&Arc<Sessions>, SessionErrorKind> {
        let sessions = self.config().sessions.as_ref();
        sessions.ok_or(SessionErrorKind::NoStore)
    }
}

/// Returns the identifier of the session that the caller's token belongs to; `None` if the token belongs to no
/// session.
fn session_of<E: CallerEntity>(g: &G<E>) -> Option<SessionId> {
    #[derive(serde::Deserialize)]
    struct Claims {
        sid: Option<String>,
    }
    let caller = g.caller();
    // The `sid` in another issuer's token names a session at that issuer.
    let claims: Claims = caller.claims().ok().filter(|_| caller.origin.is_own())?;
    Some(SessionId::of_sid(&claims.sid?))
}

/// Returns the entity with this key as the owner of sessions.
fn owner<E: Entity>(key: &E::Key) -> Result<Owner, SessionErrorKind> {
    let key = serde_json::to_string(key).map_err(|_| SessionErrorKind::key::<E>())?;
    Ok(Owner {
        table: E::TABLE,
        key,
    })
}
