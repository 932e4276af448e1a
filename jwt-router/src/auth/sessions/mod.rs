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
    /// Starts a session of this entity, as the result of a login. `.await` returns its first tokens.
    ///
    /// The access token lasts for 15 minutes, and is accepted by every route that accepts the entity. The refresh token
    /// is exchanged for the next tokens, by a route with `refresh`.
    ///
    /// # Examples
    ///
    /// ```standalone_crate
    /// use jwt_router::{SessionError, TokenPair, prelude::*};
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

    /// Ends the session that the caller's token belongs to: a logout. It ends nothing if the token belongs to none,
    /// like one of [`create_token`](Self::create_token). The result is a response, which removes the application's
    /// cookies, if it has any.
    ///
    /// # Errors
    ///
    /// The kind of the error is [`SessionErrorKind::Store`] when the store fails. The session may go on then.
    ///
    /// # Examples
    ///
    /// ```standalone_crate
    /// use jwt_router::{EndSession, SessionError, prelude::*};
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
        if let Some(id) = session_of(g) {
            let ended = self.end_stored(id).await;
            ended.map_err(|error| error.of(self))?;
        }
        Ok(EndSession::of(self))
    }

    /// Returns the session that the caller's token belongs to, such as "this device" in the list of
    /// [`sessions`](Self::sessions); `None` if it belongs to none.
    ///
    /// # Examples
    ///
    /// ```
    /// use axum::Json;
    /// use jwt_router::{SessionError, SessionId, prelude::*};
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
        session_of(g)
    }

    /// Ends one session of the entity with this key, from the list of [`sessions`](Self::sessions), and returns whether the
    /// entity has such a session. Otherwise it does nothing, so that nobody can end the sessions of others. The session has
    /// to be among those that the store lists: `SqlxSessions` and `RedisSessions` list the latest 1000.
    ///
    /// # Errors
    ///
    /// The kind of the error is [`SessionErrorKind::Store`] when the store fails, [`SessionErrorKind::NoStore`] when there is none, and
    /// [`SessionErrorKind::Sign`] when the key cannot be serialized.
    ///
    /// # Examples
    ///
    /// ```standalone_crate
    /// use axum::extract::Path;
    /// use http::StatusCode;
    /// use jwt_router::{Rejection, SessionError, SessionId, prelude::*};
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
    /// Tokens that belong to no session are not ended. A [version](Entity::token_version) of the entity's tokens ends
    /// them too. The result is a response to the entity itself, as that of [`end_session`](Self::end_session): drop it where
    /// somebody else ends the sessions.
    ///
    /// # Errors
    ///
    /// The kind of the error is [`SessionErrorKind::Store`] when the store fails, [`SessionErrorKind::NoStore`] when there is none, and
    /// [`SessionErrorKind::Sign`] when the key cannot be serialized.
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

    /// Returns the sessions of the entity with this key that have not ended, the last used first: a page "your devices".
    ///
    /// # Errors
    ///
    /// The kind of the error is [`SessionErrorKind::Store`] when the store fails, [`SessionErrorKind::NoStore`] when there is none, and
    /// [`SessionErrorKind::Sign`] when the key cannot be serialized.
    ///
    /// # Examples
    ///
    /// ```standalone_crate
    /// use axum::Json;
    /// use jwt_router::{SessionError, SessionInfo, prelude::*};
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

    fn stored_sessions(&self) -> Result<&Arc<Sessions>, SessionErrorKind> {
        let sessions = self.config().sessions.as_ref();
        sessions.ok_or(SessionErrorKind::NoStore)
    }
}

/// Returns the session that the caller's token belongs to.
fn session_of<E: CallerEntity>(g: &G<E>) -> Option<SessionId> {
    #[derive(serde::Deserialize)]
    struct Claims {
        sid: Option<String>,
    }
    let caller = g.caller();
    // Another issuer's `sid` is that of a session there.
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
