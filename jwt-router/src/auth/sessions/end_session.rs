use std::fmt;

use http::HeaderValue;

use crate::auth::JwtRoutes;

/// The response to a logout. If the application keeps tokens in cookies, the response removes the cookies from the
/// browser.
///
/// An `EndSession` alone is a 204 response. In a tuple such as `(EndSession, Redirect)`, it adds its headers to the
/// response. If the application uses no cookies, a handler can drop the `EndSession` and return any other response.
///
/// # Examples
///
/// ```standalone_crate
/// use axum::response::Redirect;
/// use jwt_router::prelude::*;
/// # #[entity(table = "users")]
/// # #[derive(Clone)]
/// # struct User { id: i64 }
///
/// #[protected(POST, "/logout")]
/// async fn logout(g: G<User>, jwt: JwtRoutes) -> Result<(EndSession, Redirect), SessionError> {
///     Ok((jwt.end_session(&g).await?, Redirect::to("/")))
/// }
/// ```
#[derive(Clone)]
pub struct EndSession {
    cookies: Vec<HeaderValue>,
}

impl EndSession {
    /// Returns the response that removes the cookies of this application, if it has any.
    pub(super) fn of(jwt: &JwtRoutes) -> Self {
        #[cfg(feature = "cookies")]
        let cookies = jwt.config().cookies.iter();
        #[cfg(feature = "cookies")]
        let cookies = cookies
            .flat_map(crate::cookies::SessionCookies::end)
            .collect();
        #[cfg(not(feature = "cookies"))]
        let cookies = {
            let _ = jwt;
            Vec::new()
        };
        Self { cookies }
    }

    /// Returns the `Set-Cookie` headers of the response.
    pub(crate) fn into_cookies(self) -> Vec<HeaderValue> {
        self.cookies
    }
}

impl fmt::Debug for EndSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EndSession")
    }
}
