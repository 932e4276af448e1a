//! Ends the sessions of the caller, and of other entities.

use super::{EndSession, SessionError, SessionErrorKind, owner, session_of};
use crate::{
    auth::JwtRoutes,
    entity::{CallerEntity, Entity, G},
    session::{Owner, SessionId},
};

impl JwtRoutes {
    /// Ends the session that the caller's token belongs to, as a logout does. Ends nothing if the token belongs to no
    /// session, such as a token of [`create_token`](Self::create_token). The returned response removes the
    /// application's cookies, if the application has any.
    ///
    /// # Errors
    ///
    /// The kind of the error is [`SessionErrorKind::Store`] when the store fails, in which case the session may
    /// continue, [`SessionErrorKind::NoStore`] when the token belongs to a session but the application has no store
    /// of sessions, and [`SessionErrorKind::OtherApplication`] when `g` comes from a route of another application in
    /// this process, which has its own `JwtRoutes`.
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

    /// Ends one session of the entity with this key, and returns `true`. Does nothing and returns `false` if the
    /// list of the entity's [`sessions`](Self::sessions) does not contain the session, so that a user cannot end the
    /// sessions of others. `SqlxSessions` and `RedisSessions` list only the latest 1000 sessions of an entity, so
    /// this method does not end older ones.
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

    /// Ends all sessions of the caller's entity: "log out everywhere". The returned response removes the
    /// application's cookies, if the application has any.
    ///
    /// Tokens that belong to no session, such as those of [`create_token`](Self::create_token), remain valid. To end
    /// these tokens too, change the [version](Entity::token_version) of the entity's tokens. On a route with
    /// `refresh`, whose handler takes a [`Refresh`](crate::Refresh) instead of a `G`, call
    /// [`Refresh::end_all`](crate::Refresh::end_all).
    ///
    /// # Errors
    ///
    /// The kind of the error is [`SessionErrorKind::Store`] when the store fails, [`SessionErrorKind::NoStore`] when
    /// the application has no store of sessions, [`SessionErrorKind::OtherApplication`] when `g` comes from a route
    /// of another application in this process, which has its own `JwtRoutes`, and [`SessionErrorKind::UnknownKey`]
    /// when the key of the entity is unknown, because the token of another issuer does not contain the key and the
    /// route does not load the entity (`claims_only`).
    ///
    /// # Examples
    ///
    /// ```standalone_crate
    /// use jwt_router::prelude::*;
    /// # #[entity(table = "users")]
    /// # #[derive(Clone)]
    /// # struct User { id: i64 }
    ///
    /// #[protected(POST, "/logout/everywhere")]
    /// async fn logout_everywhere(g: G<User>, jwt: JwtRoutes) -> Result<EndSession, SessionError> {
    ///     jwt.end_own_sessions(&g).await
    /// }
    /// ```
    pub async fn end_own_sessions<E: CallerEntity>(
        &self,
        g: &G<E>,
    ) -> Result<EndSession, SessionError> {
        let ended = async {
            self.check_application(g)?;
            self.end_all_stored(owner_of(g)?).await
        };
        ended.await.map_err(|error| error.of(self))?;
        Ok(EndSession::of(self))
    }

    /// Ends all sessions of the entity with this key, such as those of a user whom an administrator blocks.
    ///
    /// Tokens that belong to no session, such as those of [`create_token`](Self::create_token), remain valid. To end
    /// these tokens too, change the [version](Entity::token_version) of the entity's tokens. For the sessions of the
    /// caller, [`end_own_sessions`](Self::end_own_sessions) also removes the cookies.
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
    pub async fn end_all_sessions<E: Entity>(&self, key: &E::Key) -> Result<(), SessionError> {
        let ended = async { self.end_all_stored(owner::<E>(key)?).await };
        ended.await.map_err(|error| error.of(self))
    }

    async fn end_all_stored(&self, owner: Owner) -> Result<(), SessionErrorKind> {
        Ok(self.stored_sessions()?.end_all(owner).await?)
    }

    pub(super) async fn end_stored(&self, id: SessionId) -> Result<(), SessionErrorKind> {
        Ok(self.stored_sessions()?.end(id).await?)
    }
}

/// Returns the caller's entity as the owner of sessions. Fails with [`SessionErrorKind::UnknownKey`] if neither a
/// loaded entity nor the token contains the entity's key.
fn owner_of<E: CallerEntity>(g: &G<E>) -> Result<Owner, SessionErrorKind> {
    let entity = g.caller().table;
    let key = g.key_json();
    let key = key.ok_or(SessionErrorKind::UnknownKey)?;
    // Another program may have minted the token, and escaped letters of the key that `owner` does not escape.
    let text: Option<String> = serde_json::from_str(&key).ok();
    let text = text.and_then(|text| serde_json::to_string(&text).ok());
    Ok(Owner {
        table: entity.table(),
        key: text.unwrap_or(key),
    })
}
