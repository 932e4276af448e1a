use std::{fmt, sync::Arc};

use crate::{
    auth::JwtRoutes,
    entity::{EntityRef, StoreError},
    jwt::sign::SignError,
    rejection::RejectionFormat,
};

/// The reason why a session cannot be started, continued, listed or ended.
///
/// As a response, the error has the form of a refusal by the guard, which
/// [`JwtRoutesBuilder::on_reject`](crate::JwtRoutesBuilder::on_reject) can change: 401 if the session has ended, 503
/// if the store fails, and 500 otherwise, also if the store panics. To respond in another way, match on
/// [`kind`](Self::kind).
///
/// The guard refuses the refresh token of an ended session before it calls the handler.
/// [`Refresh::rotate`](crate::Refresh::rotate) therefore returns this error for an ended session only if the session
/// ends after the guard's check.
///
/// # Examples
///
/// ```standalone_crate
/// use axum::{http::StatusCode, response::{IntoResponse, Response}};
/// use jwt_router::{SessionErrorKind, prelude::*};
/// # #[entity(table = "users")]
/// # #[derive(Clone)]
/// # struct User { id: i64 }
///
/// #[whitelist(POST, "/login")]
/// async fn login(jwt: JwtRoutes) -> Response {
///     match jwt.start_session(&User { id: 42 }).await {
///         Ok(pair) => pair.into_response(),
///         Err(error) => match error.kind() {
///             SessionErrorKind::Store(_) => (StatusCode::SERVICE_UNAVAILABLE, "try again in a minute").into_response(),
///             _ => error.into_response(),
///         },
///     }
/// }
/// ```
pub struct SessionError {
    kind: SessionErrorKind,
    /// The configured form of responses to refused requests; `None` for the default responses.
    format: Option<Arc<RejectionFormat>>,
}

/// The reason of a [`SessionError`].
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SessionErrorKind {
    /// The store failed, exceeded its time limit, or panicked.
    #[error("the session store failed: {0}")]
    Store(#[from] StoreError),
    /// The tokens cannot be minted, or the entity's key cannot be serialized.
    #[error(transparent)]
    Sign(#[from] SignError),
    /// The session has ended: the user has to log in again.
    #[error("the session has ended: the user has to log in again")]
    Ended,
    /// The refresh token had been spent before, and this second use ended the session: the user has to log in again.
    #[error(
        "the refresh token was spent before, and its session has ended: the user has to log in again"
    )]
    Reused,
    /// The application has no store of sessions.
    #[error("there is no store of sessions: write `.sessions(..)` on the builder")]
    NoStore,
    /// The key of the caller's entity is unknown: the token of another issuer does not contain the key, and the
    /// route does not load the entity (`claims_only`).
    #[error(
        "the key of the caller is unknown, because another issuer signed the token and the route loads no entity: remove `claims_only`"
    )]
    UnknownKey,
    /// The caller comes from a route of another application in this process, which has its own `JwtRoutes` and other
    /// sessions.
    #[error(
        "another `JwtRoutes` of this process let the caller in: use the one that the handler takes as an argument"
    )]
    OtherApplication,
    /// The application keeps no tokens in cookies: its builder has no `.cookies(..)`.
    #[cfg(feature = "cookies")]
    #[error("there are no cookies: write `.cookies(Cookies::host(\"session\"))` on the builder")]
    NoCookies,
    /// A token is too long for a cookie, so browsers would not keep it.
    #[cfg(feature = "cookies")]
    #[error(
        "a token of the session has {bytes} bytes, and browsers keep cookies of at most 4096: give the session fewer scopes and claims"
    )]
    #[non_exhaustive]
    TooLongForCookie {
        /// The length of the cookie's name and value together, in bytes.
        bytes: usize,
    },
}

impl SessionError {
    /// Returns the reason of the error.
    #[must_use]
    pub const fn kind(&self) -> &SessionErrorKind {
        &self.kind
    }

    pub(crate) fn into_parts(self) -> (SessionErrorKind, Option<Arc<RejectionFormat>>) {
        (self.kind, self.format)
    }
}

impl SessionErrorKind {
    /// Returns the error for a key of this entity type that cannot be serialized.
    pub(super) fn key_of(entity: EntityRef) -> Self {
        Self::Sign(SignError::Key {
            name: entity.key().to_owned(),
        })
    }

    /// Returns a [`SessionError`] of this kind, whose response has the form that the application has configured.
    pub(super) fn of(self, jwt: &JwtRoutes) -> SessionError {
        SessionError {
            kind: self,
            format: jwt.config().rejections.clone(),
        }
    }
}

impl fmt::Debug for SessionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SessionError").field(&self.kind).finish()
    }
}

impl fmt::Display for SessionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.kind.fmt(f)
    }
}

impl std::error::Error for SessionError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.kind.source()
    }
}
