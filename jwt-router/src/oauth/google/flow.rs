//! The login flow on the server: a redirect to Google, and the callback.

use http::HeaderValue;

use super::{
    super::{
        EndedLogin, GoogleToken, LoginCallback, LoginError, LoginErrorKind, LoginRedirect,
        callback::CallbackQuery,
        pending::{self, PendingLogin},
        pkce,
    },
    Google, authenticated,
    login::Attempt,
};

/// The name of the login's cookie. By its prefix `__Host-`, browsers accept the cookie only from this host and
/// over HTTPS (RFC 6265bis, section 4.1.3.2).
const COOKIE: &str = "__Host-jwt-router-google";

impl Google {
    /// Begins a login: returns a response that redirects the browser to Google, with the first redirect URI.
    ///
    /// State, nonce and PKCE verifier are encrypted in a cookie, which is valid for ten minutes. A browser that
    /// begins two logins can end only the second one.
    ///
    /// # Errors
    ///
    /// Returns `Internal` when the operating system provides no random bytes.
    ///
    /// # Examples
    ///
    /// ```standalone_crate
    /// use axum::response::Redirect;
    /// use jwt_router::{GoogleToken, Google, LoginCallback, LoginError, LoginRedirect, prelude::*};
    ///
    /// #[whitelist(GET, "/login")]
    /// async fn begin(google: Google) -> Result<LoginRedirect, LoginError> {
    ///     google.begin()
    /// }
    ///
    /// // The redirect URI.
    /// #[whitelist(GET, "/login/done")]
    /// async fn done(google: Google, callback: LoginCallback) -> Result<GoogleToken, LoginError> {
    ///     google.finish(callback).await
    /// }
    /// ```
    pub fn begin(&self) -> Result<LoginRedirect, LoginError> {
        let first = self.configured.redirect_uris.first();
        self.begin_at(first.ok_or(LoginErrorKind::Internal)?)
    }

    /// Begins a login as [`begin`](Self::begin) does, with another of the configured redirect URIs.
    ///
    /// # Errors
    ///
    /// Returns `InvalidRedirectUri` for a URI that is not configured, and the errors of [`begin`](Self::begin).
    ///
    /// # Examples
    ///
    /// ```standalone_crate
    /// use jwt_router::{Google, LoginError, LoginRedirect, prelude::*};
    ///
    /// #[whitelist(GET, "/login/admin")]
    /// async fn begin_admin(google: Google) -> Result<LoginRedirect, LoginError> {
    ///     google.begin_with_redirect("https://admin.example.com/login/done")
    /// }
    /// ```
    pub fn begin_with_redirect(&self, redirect_uri: &str) -> Result<LoginRedirect, LoginError> {
        self.begin_at(self.known_redirect_uri(redirect_uri)?)
    }

    fn begin_at(&self, redirect_uri: &str) -> Result<LoginRedirect, LoginError> {
        let internal = || LoginError::because(LoginErrorKind::Internal, "login_not_begun");
        let now = self.jwt.config().now();
        let login = PendingLogin::begin(redirect_uri, self.max_age_seconds()?, now);
        let login = login.ok_or_else(internal)?;
        let cookie = login.cookie(COOKIE, &self.configured.seal);
        Ok(LoginRedirect {
            location: self.location(&login).ok_or_else(internal)?,
            cookie: cookie.ok_or_else(internal)?,
        })
    }

    /// Returns the URL of Google's page with the authentication request in its query (`OpenID` Connect Core
    /// 1.0, section 3.1.2.1).
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

    /// Ends the login that this browser began, and returns the login's token. The example of
    /// [`begin`](Self::begin) calls this method.
    ///
    /// The response removes the cookie from the browser, whether the login succeeded or not. A response of your
    /// own must include [`GoogleToken::ended_login`]. The cookie stays, and the login can still be ended, if
    /// the callback's `state` is missing or belongs to another login, and if the request is a HEAD.
    ///
    /// # Errors
    ///
    /// Returns `InvalidState` when this browser did not begin the login, has ended it before, or took more than
    /// ten minutes; `AccessDenied` when the user refused; `InvalidRequest` for a HEAD, which redeems no code;
    /// and the errors of [`login`](Self::login).
    pub async fn finish(&self, callback: LoginCallback) -> Result<GoogleToken, LoginError> {
        let finished = self.resume(callback).await;
        finished.map_err(|error| error.with_scheme(self.jwt.scheme()))
    }

    async fn resume(&self, callback: LoginCallback) -> Result<GoogleToken, LoginError> {
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

    /// Redeems the code of a callback whose `state` belongs to this login.
    async fn complete(
        &self,
        login: PendingLogin,
        query: CallbackQuery,
    ) -> Result<GoogleToken, LoginError> {
        // RFC 9207, section 2.4: reject the response of another provider.
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
            // The smaller of the maximum age at `begin` and the one of now.
            oldest: self.oldest(login.max_age, login.began())?,
        })
        .await
    }
}
