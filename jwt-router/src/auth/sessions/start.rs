use std::{fmt, future::IntoFuture, pin::Pin};

use super::{SessionError, SessionErrorKind, TokenPair, minting::SessionClaims};
use crate::{
    auth::TokenBuilder,
    jwt::sign::random_jwt_id,
    session::{Owner, SessionId},
};

/// The greatest length of a session's label, in characters. A longer label is cut.
const LABEL_LENGTH: usize = 200;

/// A builder for a session, which `.await` starts. [`JwtRoutes::start_session`](crate::JwtRoutes::start_session)
/// returns it.
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

    /// Sets the label by which the list of [`JwtRoutes::sessions`](crate::JwtRoutes::sessions) shows the session, such
    /// as the name of a device; empty by default. Control characters are removed, and a label is cut after 200
    /// characters.
    pub fn label(mut self, label: &str) -> Self {
        let shown = label.chars().filter(|letter| !letter.is_control());
        self.label = shown.take(LABEL_LENGTH).collect();
        self
    }

    /// Changes the builder of the session's tokens, for example to set scopes or extra claims, which all later tokens
    /// of the session keep. A lifetime that is set here has no effect, because
    /// [`access_for`](crate::JwtRoutesBuilder::access_for) sets it for all sessions.
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
    ///     jwt.start_session(user).with_token(|token| token.scopes(["posts:write"])).await
    /// }
    /// ```
    pub fn with_token(mut self, change: impl FnOnce(TokenBuilder) -> TokenBuilder) -> Self {
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
