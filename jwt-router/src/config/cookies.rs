//! The builder's settings for cookies.

use crate::{
    config::JwtRoutesBuilder,
    cookies::{Cookies, SessionCookies},
    problem::{ConfigProblem, CookieProblem},
};

impl JwtRoutesBuilder {
    /// Accepts tokens in cookies, on every protected route and for every optional caller of a public one, unless the route
    /// has `cookies = false`; off by default.
    ///
    /// A login and a refresh put them into the browser: see [`TokenPair::into_cookies`](crate::TokenPair::into_cookies)
    /// and [the guide](crate::guide::sessions#cookies). A route with `refresh` reads the cookie with the refresh token,
    /// and every other route that with the access token. Links are in no cookie.
    ///
    /// A browser sends cookies with the requests of all pages. So a request with a cookie that does not only read
    /// (another method than `GET`, `HEAD`, `OPTIONS` or `TRACE`, or one that opens a WebSocket) has to come from a page
    /// of the application itself, or of a [trusted origin](Cookies::trusted_origin); others are refused with 403
    /// `cross_origin`. A request with a token in the header `Authorization` and in a cookie is refused with 400.
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

    /// Returns the cookies of the application; `None` if it takes none.
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
