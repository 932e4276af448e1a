use std::fmt;

use http::HeaderValue;

use super::{SessionError, SessionErrorKind, TokenPair};
use crate::cookies::SetsTokens;

/// The response to a login and to a refresh of a browser: it puts the tokens of the session into the application's
/// [cookies](crate::Cookies), where scripts cannot read them.
///
/// By itself it is 204. It is also a part of a response, before the others. In place of it, a page of another site gets
/// 403 `cross_origin`: otherwise a form there could log a user in as somebody else.
///
/// # Examples
///
/// ```standalone_crate
/// use axum::{Json, response::Redirect};
/// use jwt_router::{Refresh, SessionError, StartSession, prelude::*};
/// # #[entity(table = "users")]
/// # #[derive(Clone)]
/// # struct User { id: i64 }
///
/// #[whitelist(POST, "/login")]
/// async fn login(jwt: JwtRoutes) -> Result<(StartSession, Redirect), SessionError> {
///     let user = User { id: 42 }; // .. whose password was checked ..
///     let session = jwt.start_session(&user).await?.into_cookies()?;
///     Ok((session, Redirect::to("/")))
/// }
///
/// #[protected(POST, "/refresh", refresh)]
/// async fn refresh(refresh: Refresh<User>) -> Result<StartSession, SessionError> {
///     refresh.rotate().await?.into_cookies()
/// }
/// ```
#[derive(Clone)]
pub struct StartSession {
    cookies: [HeaderValue; 2],
    mark: SetsTokens,
}

impl TokenPair {
    /// Puts the tokens into the application's cookies instead of the body of the response.
    ///
    /// The cookie of each token lasts as long as the token.
    ///
    /// # Errors
    ///
    /// The kind of the error is [`SessionErrorKind::NoCookies`] if the application has none.
    pub fn into_cookies(self) -> Result<StartSession, SessionError> {
        let cookies = self.jwt.config().cookies.as_ref();
        let access = (self.access_token.as_str(), self.expires_in);
        let refresh = (self.refresh_token.as_str(), self.refresh_expires_in);
        let cookies = cookies.and_then(|cookies| cookies.start(access, refresh));
        match cookies {
            Some(cookies) => Ok(StartSession {
                cookies,
                mark: SetsTokens {
                    format: self.jwt.config().rejections.clone(),
                },
            }),
            None => Err(SessionErrorKind::NoCookies.of(&self.jwt)),
        }
    }
}

impl StartSession {
    /// Returns the `Set-Cookie` headers of the response, and the extension by which a login from another site is
    /// recognized.
    pub(crate) fn into_parts(self) -> ([HeaderValue; 2], SetsTokens) {
        (self.cookies, self.mark)
    }
}

impl fmt::Debug for StartSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StartSession")
    }
}
