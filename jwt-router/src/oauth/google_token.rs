//! The token of a login with Google, as a response.

use std::fmt;

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use http::{HeaderValue, header};
use serde::{Serialize, ser::SerializeStruct as _};

use super::EndedLogin;

/// The token of a login with Google, as the response that flask-jwt-router's React client expects:
/// `{"access_token": ".."}`.
///
/// The token is the application's own, or Google's with
/// [`pass_google_token_through`](crate::GoogleBuilder::pass_google_token_through). The client sends it in later
/// requests as `X-Auth-Token: Bearer ..`.
///
/// `Debug` does not print the token; [`as_str`](Self::as_str) returns it.
#[derive(Clone)]
pub struct GoogleToken {
    text: String,
    ended: Option<EndedLogin>,
}

impl GoogleToken {
    pub(crate) const fn new(text: String) -> Self {
        Self { text, ended: None }
    }

    /// Returns the token's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns the token's text without copying it.
    #[must_use]
    pub fn into_string(self) -> String {
        self.text
    }

    /// Returns the part of a response that removes the login's cookie from the browser, for handlers that
    /// respond with something else than this token. Returns `None` for a login without a cookie, such as
    /// [`Google::login`](crate::Google::login).
    ///
    /// # Examples
    ///
    /// ```standalone_crate
    /// use axum::response::{IntoResponse, Redirect};
    /// use jwt_router::{Google, LoginCallback, LoginError, prelude::*};
    ///
    /// #[whitelist(GET, "/login/done")]
    /// async fn done(google: Google, callback: LoginCallback) -> Result<impl IntoResponse, LoginError> {
    ///     let token = google.finish(callback).await?;
    ///     Ok((token.ended_login(), Redirect::to("/")))
    /// }
    /// ```
    #[must_use]
    pub fn ended_login(&self) -> Option<EndedLogin> {
        self.ended.clone()
    }

    /// Adds the removal of the login's cookie to the response.
    pub(super) fn ending(mut self, login: EndedLogin) -> Self {
        self.ended = Some(login);
        self
    }
}

impl Serialize for GoogleToken {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("GoogleToken", 1)?;
        object.serialize_field("access_token", &self.text)?;
        object.end()
    }
}

/// Responds with `{"access_token": ".."}` and `Cache-Control: no-store` ([RFC 6749, section 5.1]).
///
/// [RFC 6749, section 5.1]: https://www.rfc-editor.org/rfc/rfc6749#section-5.1
impl IntoResponse for GoogleToken {
    fn into_response(self) -> Response {
        let no_store = HeaderValue::from_static("no-store");
        let ended = self.ended.clone();
        (ended, [(header::CACHE_CONTROL, no_store)], Json(self)).into_response()
    }
}

impl fmt::Debug for GoogleToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("GoogleToken(..)")
    }
}
