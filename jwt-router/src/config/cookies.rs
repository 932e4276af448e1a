//! The builder's settings for cookies.

use crate::{
    config::JwtRoutesBuilder,
    cookies::{Cookies, SessionCookies},
    problem::{ConfigProblem, CookieProblem},
};

impl JwtRoutesBuilder {
    /// Accepts tokens in cookies, on protected routes, and on public routes with an argument that may take the caller,
    /// unless the route has `cookies = false`; off by default.
    ///
    /// Handlers send the tokens of a login or a refresh to the browser with
    /// [`TokenPair::into_cookies`](crate::TokenPair::into_cookies): see [the guide](crate::guide::sessions#cookies). A
    /// route with `refresh` reads the cookie with the refresh token, and every other route reads the cookie with the
    /// access token. Links are never in a cookie.
    ///
    /// A browser also sends cookies with the requests of pages of other sites. So a request with a cookie that does
    /// more than read (another method than `GET`, `HEAD`, `OPTIONS` or `TRACE`, or opening a WebSocket) has to come
    /// from a page of the application itself, or of a [trusted origin](Cookies::trusted_origin). Otherwise it is
    /// refused with 403 `cross_origin`. A request with a token in the header `Authorization` and another in a cookie is
    /// refused with 400.
    ///
    /// # Examples
    ///
    /// ```
    /// use jwt_router::{Cookies, JwtRoutes, MemorySessions, Secret};
    ///
    /// let jwt = JwtRoutes::builder()
    ///     .secret(Secret::random()?)
    ///     .sessions(MemorySessions::new())
    ///     .cookies(Cookies::host("session"))
    ///     .build()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn cookies(mut self, cookies: Cookies) -> Self {
        if self.cookies.replace(cookies).is_some() {
            self.problems.push(CookieProblem::Twice.into());
        }
        self
    }

    /// Builds the configuration of the session cookies; `None` if the application does not use cookies. Mistakes are
    /// added to `problems`.
    pub(super) fn session_cookies(
        &self,
        problems: &mut Vec<ConfigProblem>,
    ) -> Option<SessionCookies> {
        let mut found = Vec::new();
        let cookies = self.cookies.as_ref()?.build(&mut found);
        problems.extend(found.into_iter().map(ConfigProblem::from));
        Some(cookies)
    }
}
