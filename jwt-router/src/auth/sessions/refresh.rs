use std::{fmt, ops::Deref, sync::Arc};

use super::{EndSession, SessionError, TokenPair};
use crate::{
    auth::JwtRoutes,
    entity::{Caller, Entity},
};

/// The caller of a route with `refresh`, as a handler's argument: the verified refresh token and the entity that it
/// names.
///
/// A route with `refresh` takes the refresh tokens of [sessions](JwtRoutes::start_session) and no other tokens, and
/// no other route takes refresh tokens. The handler of such a route, and the predicate that `guard = ..` names, take
/// `Refresh<User>`, which dereferences to the loaded `User`. A [`G<User>`](crate::G) on this route does not compile,
/// nor does `Refresh<User>` on another route. A client sends the refresh token like an access token, in the header
/// `Authorization` or in the application's cookie.
///
/// # Examples
///
/// ```standalone_crate
/// use jwt_router::prelude::*;
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
    /// Whether the refresh token came in the application's cookie.
    by_cookie: bool,
}

impl<E: Entity> Refresh<E> {
    /// Converts the caller into a `Refresh<E>`. Returns `None` if the caller's entity is not an `E`, or was not
    /// loaded.
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
    /// A refresh token is spent once ([RFC 9700, section 4.14.2]). A client that sends several requests at once, or
    /// that did not get the response, may send the spent token again within the [replay
    /// window](crate::JwtRoutesBuilder::replay_window): it gets the same next tokens, and stays logged in. The guard
    /// has to verify the repeated request within one window after the token was spent, and the handler has to make
    /// this call within two.
    ///
    /// If the token is sent again later, or after the next refresh token was spent too, two clients have the token,
    /// and one of them has stolen it. The session is then ended, and both have to log in again. The guard recognizes
    /// such a reused token before the handler runs. This method therefore returns
    /// [`Reused`](super::SessionErrorKind::Reused) only if the token became a reused one after the guard's check,
    /// for example because another request has spent the next refresh token.
    ///
    /// If the token came in a cookie, the handler has to put the new tokens back into cookies, with
    /// [`into_cookies`](TokenPair::into_cookies), so that scripts cannot read them. Serializing such a [`TokenPair`]
    /// or one of its tokens fails, and returning the pair as a response is a 500.
    ///
    /// The new tokens keep the scopes, the extra claims and the `auth_time` that the session started with. The
    /// session lasts for another [`idle`](crate::JwtRoutesBuilder::idle), until
    /// [`session_max`](crate::JwtRoutesBuilder::session_max) at most.
    ///
    /// # Errors
    ///
    /// The kind of the error is [`Ended`](super::SessionErrorKind::Ended) when the session has ended,
    /// [`Reused`](super::SessionErrorKind::Reused) when this call has ended it because the token was reused,
    /// [`Sign`](super::SessionErrorKind::Sign) when the new tokens cannot be minted, and
    /// [`Store`](super::SessionErrorKind::Store) when the store fails. When the store fails, the token may be spent
    /// nevertheless; the client can send it again within the replay window.
    ///
    /// [RFC 9700, section 4.14.2]: https://www.rfc-editor.org/rfc/rfc9700#section-4.14.2
    pub async fn rotate(&self) -> Result<TokenPair, SessionError> {
        match self.jwt.rotate(&self.caller).await {
            Ok(pair) if self.by_cookie => Ok(pair.for_cookies()),
            Ok(pair) => Ok(pair),
            Err(error) => Err(error.of(&self.jwt)),
        }
    }

    /// Ends the session of the refresh token, as a logout does. It is no error if the session has ended before. The
    /// returned response removes the application's cookies, if the application has any.
    ///
    /// # Errors
    ///
    /// The kind of the error is [`Store`](super::SessionErrorKind::Store) when the store fails, in which case the
    /// session may continue.
    pub async fn end(&self) -> Result<EndSession, SessionError> {
        let ended = self.jwt.end_refreshed(&self.caller).await;
        ended.map_err(|error| error.of(&self.jwt))?;
        Ok(EndSession::of(&self.jwt))
    }

    /// Ends all sessions of the entity: "log out everywhere". The returned response removes the application's cookies,
    /// if the application has any.
    ///
    /// # Errors
    ///
    /// The kind of the error is [`Store`](super::SessionErrorKind::Store) when the store fails, in which case the
    /// sessions may continue.
    ///
    /// # Examples
    ///
    /// ```standalone_crate
    /// use jwt_router::prelude::*;
    /// # #[entity(table = "users")]
    /// # #[derive(Clone)]
    /// # struct User { id: i64 }
    ///
    /// #[protected(POST, "/logout/everywhere", refresh)]
    /// async fn logout_everywhere(refresh: Refresh<User>) -> Result<EndSession, SessionError> {
    ///     refresh.end_all().await
    /// }
    /// ```
    pub async fn end_all(&self) -> Result<EndSession, SessionError> {
        self.jwt.end_all_sessions::<E>(self.entity.key()).await?;
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
