use std::fmt;

use http::HeaderValue;

use super::{SessionError, SessionErrorKind, TokenPair};

/// The maximum length of a cookie that browsers keep, name and value together, in bytes (RFC 6265bis, section 5.6).
const LONGEST: usize = 4096;

/// The response to a login or a refresh by a browser. It puts the tokens of the session into the application's
/// [cookies](crate::Cookies), where scripts cannot read them.
///
/// A `StartSession` alone is a 204 response. In a tuple such as `(StartSession, Redirect)`, it adds its headers to the
/// response. Add another cookie with [`AppendHeaders`](axum::response::AppendHeaders), because an array of headers
/// would replace the `Set-Cookie` headers.
///
/// A request from a page of another origin gets a 403 with the error `cross_origin` in place of this response, so
/// that a form on that page cannot log a user in as another user. Safe methods such as `GET`, and [trusted
/// origins](crate::Cookies::trusted_origin), are exempt. The handler runs before the response is replaced, so the
/// session is in the store nevertheless.
///
/// # Examples
///
/// ```standalone_crate
/// use axum::{Json, response::Redirect};
/// use jwt_router::{StartSession, prelude::*};
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
}

impl TokenPair {
    /// Converts the tokens into a response that puts them into the application's cookies instead of its body.
    ///
    /// The cookie of each token lasts as long as the token.
    ///
    /// # Errors
    ///
    /// The kind of the error is [`SessionErrorKind::NoCookies`] if the application has no cookies, and
    /// [`SessionErrorKind::TooLongForCookie`] if a token is too long for a cookie that browsers keep.
    pub fn into_cookies(self) -> Result<StartSession, SessionError> {
        self.cookies().map_err(|kind| kind.of(&self.jwt))
    }

    fn cookies(&self) -> Result<StartSession, SessionErrorKind> {
        let cookies = self.jwt.config().cookies.as_ref();
        let cookies = cookies.ok_or(SessionErrorKind::NoCookies)?;
        let (access, refresh) = (self.access_token.as_str(), self.refresh_token.as_str());
        let bytes = cookies.length(access, refresh);
        if bytes > LONGEST {
            return Err(SessionErrorKind::TooLongForCookie { bytes });
        }
        let set = cookies.start(
            (access, self.expires_in),
            (refresh, self.refresh_expires_in),
        );
        let cookies = set.ok_or(SessionErrorKind::TooLongForCookie { bytes })?;
        Ok(StartSession { cookies })
    }
}

impl StartSession {
    /// Returns the `Set-Cookie` headers of this response: one for the access token, and one for the refresh token.
    pub(crate) fn into_cookies(self) -> [HeaderValue; 2] {
        self.cookies
    }
}

impl fmt::Debug for StartSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StartSession")
    }
}
