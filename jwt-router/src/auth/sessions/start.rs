use std::{fmt, future::IntoFuture, pin::Pin};

use super::{SessionError, SessionErrorKind, TokenPair, minting::SessionClaims};
use crate::{
    auth::TokenBuilder,
    jwt::sign::random_jwt_id,
    session::{Owner, SessionId},
};

/// The greatest length of a label, in characters.
const LABEL_LENGTH: usize = 200;

/// A session to be started, by `.await`. [`JwtRoutes::start_session`](crate::JwtRoutes::start_session) returns it.
#[must_use = "a session is started by `.await`"]
pub struct SessionBuilder {
    token: TokenBuilder,
    label: String,
}

impl SessionBuilder {
    pub(super) const fn new(token: TokenBuilder) -> Self {
        Self {
            token,
            label: String::new(),
        }
    }

    /// Sets the name of the session in the list of [`JwtRoutes::sessions`](crate::JwtRoutes::sessions), such as that
    /// of a device. Control characters are left out, and what exceeds 200 characters.
    pub fn label(mut self, label: &str) -> Self {
        let shown = label.chars().filter(|letter| !letter.is_control());
        self.label = shown.take(LABEL_LENGTH).collect();
        self
    }

    /// Sets scopes, extra claims and more of the access tokens of the session. The refresh token keeps them for its
    /// successors. A lifetime has no effect: see [`access_for`](crate::JwtRoutesBuilder::access_for).
    ///
    /// # Examples
    ///
    /// ```
    /// use jwt_router::{JwtRoutes, SessionError, TokenPair};
    /// # use jwt_router::entity;
    /// # #[entity(table = "users")]
    /// # #[derive(Clone)]
    /// # struct User { id: i64 }
    ///
    /// async fn log_in(jwt: &JwtRoutes, user: &User) -> Result<TokenPair, SessionError> {
    ///     jwt.start_session(user).with(|token| token.scopes(["posts:write"])).await
    /// }
    /// ```
    pub fn with(mut self, change: impl FnOnce(TokenBuilder) -> TokenBuilder) -> Self {
        self.token = change(self.token);
        self
    }

    async fn start(self) -> Result<TokenPair, SessionErrorKind> {
        let claims = SessionClaims::of(self.token)?;
        let (sid, jwt) = (random_jwt_id()?, claims.jwt.clone());
        let sessions = jwt.stored_sessions()?;
        let owner = Owner {
            table: claims.entity.table(),
            key: claims.key.get().to_owned(),
        };
        let now = jwt.config().now_in_millis();
        let state = sessions.start(SessionId::of_sid(&sid), owner, self.label, now);
        Ok(claims.pair(&sid, &state.await?)?)
    }
}

impl IntoFuture for SessionBuilder {
    type Output = Result<TokenPair, SessionError>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    /// Starts the session, and returns its first tokens.
    fn into_future(self) -> Self::IntoFuture {
        let jwt = self.token.jwt.clone();
        Box::pin(async move { self.start().await.map_err(|error| error.of(&jwt)) })
    }
}

impl fmt::Debug for SessionBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SessionBuilder")
            .field("token", &self.token)
            .finish_non_exhaustive()
    }
}
