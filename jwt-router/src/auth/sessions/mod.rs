//! Starts, lists and ends sessions.

mod end_session;
mod ending;
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
    entity::{CallerEntity, Entity, EntityRef, G},
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

    /// Returns the identifier of the session that the caller's token belongs to, for example to mark "this device"
    /// in the list of [`sessions`](Self::sessions). Returns `None` if the token belongs to no session, or if `g`
    /// comes from a route of another application in this process, which has its own `JwtRoutes`.
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
    #[must_use]
    pub fn session_id<E: CallerEntity>(&self, g: &G<E>) -> Option<SessionId> {
        self.check_application(g).ok().and_then(|()| session_of(g))
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

    /// Checks that `g` comes from a route of this application. The sessions of another application in this process
    /// are not in this application's store.
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
    let key =
        serde_json::to_string(key).map_err(|_| SessionErrorKind::key_of(EntityRef::of::<E>()))?;
    Ok(Owner {
        table: E::TABLE,
        key,
    })
}
