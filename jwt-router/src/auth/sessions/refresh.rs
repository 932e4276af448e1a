use std::{fmt, ops::Deref, sync::Arc};

use super::{EndSession, SessionError, TokenPair};
use crate::{
    auth::JwtRoutes,
    entity::{Caller, Entity},
};

/// The caller of a route with `refresh`, as a handler's argument: the verified refresh token and the entity that it
/// names.
///
/// A route with `refresh` takes the refresh tokens of [sessions](JwtRoutes::start_session) and no other tokens, and no
/// other route takes them. Its handlers and predicates take `Refresh<User>`, which dereferences to the loaded `User`; a
/// [`G<User>`](crate::G) there does not compile, and `Refresh<User>` compiles nowhere else. A client sends the refresh
/// token as it sends an access token, in the header `Authorization`.
///
/// # Examples
///
/// ```standalone_crate
/// use jwt_router::{EndSession, Refresh, SessionError, TokenPair, prelude::*};
/// # #[entity(table = "users")]
/// # #[derive(Clone)]
/// # struct User { id: i64 }
///
/// #[protected(POST, "/refresh", refresh)]
/// async fn refresh(refresh: Refresh<User>) -> Result<TokenPair, SessionError> {
///     refresh.rotate().await
/// }
///
/// #[protected(POST, "/logout", refresh)] // also after the access token has expired
/// async fn logout(refresh: Refresh<User>) -> Result<EndSession, SessionError> {
///     refresh.end().await
/// }
/// ```
#[derive(Clone)]
pub struct Refresh<E: 'static> {
    entity: Arc<E>,
    caller: Caller,
    jwt: JwtRoutes,
    /// Whether the token came in the application's cookie.
    by_cookie: bool,
}

impl<E: Entity> Refresh<E> {
    /// Converts the caller into a `Refresh<E>`. Returns `None` if its entity is not an `E`, or was not loaded.
    pub(crate) fn typed(caller: Caller, jwt: JwtRoutes, by_cookie: bool) -> Option<Self> {
        let entity = Arc::clone(caller.entity.as_ref()?).downcast().ok()?;
        Some(Self {
            entity,
            caller,
            jwt,
            by_cookie,
        })
    }

    /// Spends the refresh token, and returns the next access token and refresh token of the session.
    ///
    /// A refresh token is spent once ([RFC 9700, section 4.14.2]). Within the
    /// [replay window](crate::JwtRoutesBuilder::replay_window), a token that was spent gets its successor again, with
    /// the same claims for all who present it: a client that sends several requests at once, or whose response was
    /// lost, stays logged in. After the window, or when the successor was spent too, the second use of a token means
    /// that two have it, and one of them stole it. The session is then ended, and both log in again.
    ///
    /// The guard has compared already whether the token was spent before. So an error for that reason comes only to
    /// requests at the same time.
    ///
    /// If the token came in a cookie, the result has to go back into cookies, by
    /// [`into_cookies`](TokenPair::into_cookies): it does not serialize, and as a response it is 500. Otherwise a script
    /// could read what the cookies hide.
    ///
    /// The new tokens keep scopes, extra claims and `auth_time` of the session's start. The session lasts for another
    /// [`idle`](crate::JwtRoutesBuilder::idle), until [`session_max`](crate::JwtRoutesBuilder::session_max) at most.
    ///
    /// # Errors
    ///
    /// The kind of the error is [`Ended`](super::SessionErrorKind::Ended) when the session has ended,
    /// [`Reused`](super::SessionErrorKind::Reused) when this call ended it, and
    /// [`Store`](super::SessionErrorKind::Store) when the store fails. The token may be spent nevertheless in the last
    /// case, and the client can present it again.
    ///
    /// [RFC 9700, section 4.14.2]: https://www.rfc-editor.org/rfc/rfc9700#section-4.14.2
    pub async fn rotate(&self) -> Result<TokenPair, SessionError> {
        match self.jwt.rotate(&self.caller).await {
            Ok(pair) if self.by_cookie => Ok(pair.for_cookies()),
            Ok(pair) => Ok(pair),
            Err(error) => Err(error.of(&self.jwt)),
        }
    }

    /// Ends the session of the refresh token: a logout. It is no error if the session has ended before. The result is a
    /// response, which removes the application's cookies, if it has any.
    ///
    /// # Errors
    ///
    /// The kind of the error is [`Store`](super::SessionErrorKind::Store) when the store fails. The session may go on
    /// then.
    pub async fn end(&self) -> Result<EndSession, SessionError> {
        let ended = self.jwt.end_refreshed(&self.caller).await;
        ended.map_err(|error| error.of(&self.jwt))?;
        Ok(EndSession::of(&self.jwt))
    }
}

impl<E: Entity> Deref for Refresh<E> {
    type Target = E;

    fn deref(&self) -> &E {
        &self.entity
    }
}

impl<E: Entity> fmt::Debug for Refresh<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Refresh")
            .field("table", &E::TABLE)
            .finish_non_exhaustive()
    }
}
