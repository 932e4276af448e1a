//! The login that begins and ends on the server.

use http::HeaderValue;

use super::{
    super::{
        AccessToken, EndedLogin, LoginCallback, LoginError, LoginErrorKind, LoginRedirect,
        callback::CallbackQuery,
        pending::{self, PendingLogin},
        pkce,
    },
    Google, authenticated,
    login::Attempt,
};

/// `__Host-`: only this host sets it, on HTTPS, for all of its paths (RFC 6265bis, section 4.1.3.2).
const COOKIE: &str = "__Host-jwt-router-google";

impl Google {
    /// Sends the browser to Google, with the first redirect URI.
    ///
    /// State, nonce and PKCE verifier lie in the browser, sealed in a cookie for ten minutes. A
    /// browser that begins twice can end the second login only.
    ///
    /// # Errors
    ///
    /// When the system has no randomness.
    ///
    /// # Examples
    ///
    /// ```
    /// use axum::response::Redirect;
    /// use jwt_router::{AccessToken, Google, LoginCallback, LoginError, LoginRedirect, prelude::*};
    ///
    /// #[whitelist(GET, "/login")]
    /// async fn begin(google: Google) -> Result<LoginRedirect, LoginError> {
    ///     google.begin()
    /// }
    ///
    /// // The redirect URI.
    /// #[whitelist(GET, "/login/done")]
    /// async fn done(google: Google, callback: LoginCallback) -> Result<AccessToken, LoginError> {
    ///     google.finish(callback).await
    /// }
    /// ```
    pub fn begin(&self) -> Result<LoginRedirect, LoginError> {
        let first = self.configured.redirect_uris.first();
        self.begin_at(first.ok_or(LoginErrorKind::Internal)?)
    }

    /// As [`begin`](Self::begin), to come back to this redirect URI: one of the configured ones.
    ///
    /// # Errors
    ///
    /// As [`begin`](Self::begin); `InvalidRedirectUri` for any other URI.
    pub fn begin_with_redirect(&self, redirect_uri: &str) -> Result<LoginRedirect, LoginError> {
        self.begin_at(self.known_redirect_uri(redirect_uri)?)
    }

    fn begin_at(&self, redirect_uri: &str) -> Result<LoginRedirect, LoginError> {
        let internal = || LoginError::because(LoginErrorKind::Internal, "login_not_begun");
        let now = self.jwt.config().now();
        let login = PendingLogin::begin(redirect_uri, self.max_age, now).ok_or_else(internal)?;
        let cookie = login.cookie(COOKIE, &self.configured.seal);
        Ok(LoginRedirect {
            location: self.location(&login).ok_or_else(internal)?,
            cookie: cookie.ok_or_else(internal)?,
        })
    }

    /// Google's page, with the request in its query (`OpenID` Connect Core 1.0, section 3.1.2.1).
    fn location(&self, login: &PendingLogin) -> Option<HeaderValue> {
        let mut url = self.configured.authorization.url().clone();
        url.query_pairs_mut()
            .append_pair("client_id", &self.configured.client_id)
            .append_pair("redirect_uri", &login.redirect_uri)
            .append_pair("response_type", "code")
            .append_pair("scope", "openid email profile")
            .append_pair("state", &login.state)
            .append_pair("nonce", &login.nonce)
            .append_pair("code_challenge", &pkce::challenge(&login.verifier))
            .append_pair("code_challenge_method", "S256");
        if let Some(seconds) = login.max_age {
            url.query_pairs_mut()
                .append_pair("max_age", &seconds.to_string())
                .append_pair("claims", authenticated::CLAIMS);
        }
        if let Some(domain) = &self.configured.hosted_domain {
            url.query_pairs_mut().append_pair("hd", domain);
        }
        HeaderValue::try_from(String::from(url)).ok()
    }

    /// Ends the login that this browser began.
    ///
    /// The answer takes the cookie out of the browser, whether the login succeeded or not; an answer of your own
    /// takes [`AccessToken::ended_login`] along. The cookie stays, and the login can still be ended, where the
    /// callback's `state` is missing or not that of the login, and where the request is a HEAD.
    ///
    /// # Errors
    ///
    /// As [`login`](Self::login). `InvalidState` when this browser did not begin the login, has
    /// ended it before, or took more than ten minutes; `AccessDenied` when the user refused;
    /// `InvalidRequest` for a HEAD, which redeems no code.
    pub async fn finish(&self, callback: LoginCallback) -> Result<AccessToken, LoginError> {
        let ended = pending::removal(COOKIE).map(EndedLogin);
        let ended = ended.ok_or(LoginErrorKind::Internal)?;
        if callback.is_head {
            return Err(LoginError::because(LoginErrorKind::InvalidRequest, "head"));
        }
        let query = callback.query.ok_or(LoginErrorKind::InvalidRequest)?;
        let login = PendingLogin::resume(
            &callback.cookies,
            COOKIE,
            &self.configured.seal,
            query.state.as_deref(),
            self.jwt.config().now(),
            &ended,
        )?;
        match self.complete(login, query).await {
            Ok(token) => Ok(token.ending(ended)),
            Err(error) => Err(error.ending(ended)),
        }
    }

    /// Redeems the code of a callback that belongs to this login.
    async fn complete(
        &self,
        login: PendingLogin,
        query: CallbackQuery,
    ) -> Result<AccessToken, LoginError> {
        // RFC 9207, section 2.4: the answer of another provider is none.
        if query
            .iss
            .is_some_and(|issuer| !self.configured.issuer.contains(&issuer))
        {
            return Err(LoginErrorKind::InvalidState.into());
        }
        match query.error.as_deref() {
            None => {}
            Some("server_error" | "temporarily_unavailable") => {
                return Err(LoginErrorKind::ProviderUnavailable.into());
            }
            Some(_) => return Err(LoginErrorKind::AccessDenied.into()),
        }
        self.attempt(Attempt {
            code: query.code.as_deref().unwrap_or_default(),
            redirect_uri: self.known_redirect_uri(&login.redirect_uri)?,
            verifier: Some(&login.verifier),
            nonce: Some(&login.nonce),
            // The stricter of what was asked and what is asked now.
            oldest: self.oldest(login.max_age, login.began()),
        })
        .await
    }
}
