//! The two ends of the server-side flow: the way to the provider, and the way back.

use std::{convert::Infallible, fmt};

use axum::{
    extract::{FromRequestParts, Query},
    response::{IntoResponse, IntoResponseParts, Response, ResponseParts},
};
use http::{HeaderValue, Method, StatusCode, header, request::Parts};
use serde::Deserialize;

use super::pending;

/// The way to the provider: a redirect, and the cookie that remembers the login for ten minutes.
///
/// Made by `begin`; a handler returns it.
#[must_use = "the browser has to be sent there"]
pub struct LoginRedirect {
    pub(super) location: HeaderValue,
    pub(super) cookie: HeaderValue,
}

impl LoginRedirect {
    /// The provider's address with the request in its query.
    ///
    /// It is of no use without the cookie of this response.
    #[must_use]
    pub fn location(&self) -> &str {
        self.location.to_str().unwrap_or_default()
    }
}

impl IntoResponse for LoginRedirect {
    fn into_response(self) -> Response {
        let headers = [
            (header::LOCATION, self.location),
            (header::SET_COOKIE, self.cookie),
            (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        ];
        (StatusCode::SEE_OTHER, headers).into_response()
    }
}

impl fmt::Debug for LoginRedirect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LoginRedirect(..)")
    }
}

/// The way back from the provider: what a callback's handler takes and gives to `finish`.
///
/// It never fails to be extracted; `finish` says what is wrong with it.
pub struct LoginCallback {
    pub(super) query: Option<CallbackQuery>,
    pub(super) cookies: Vec<HeaderValue>,
    /// Whether the request is a HEAD, which a link checker or a preview sends and which must change nothing
    /// (RFC 9110, section 9.2.1). axum gives it to the handler of GET.
    pub(super) is_head: bool,
}

/// What the provider adds to the redirect URI ([RFC 6749, section 4.1.2]), each at most once.
///
/// [RFC 6749, section 4.1.2]: https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2
#[derive(Deserialize)]
pub(super) struct CallbackQuery {
    pub(super) code: Option<String>,
    pub(super) state: Option<String>,
    pub(super) error: Option<String>,
    /// Which provider answers ([RFC 9207](https://www.rfc-editor.org/rfc/rfc9207)).
    pub(super) iss: Option<String>,
}

impl<S: Send + Sync> FromRequestParts<S> for LoginCallback {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        Ok(Self {
            query: Query::try_from_uri(&parts.uri)
                .ok()
                .map(|Query(query)| query),
            cookies: pending::cookies(&parts.headers),
            is_head: parts.method == Method::HEAD,
        })
    }
}

impl fmt::Debug for LoginCallback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LoginCallback(..)")
    }
}

/// Takes the login that was begun out of the browser, so that its state is good only once.
///
/// Part of a response: see [`AccessToken::ended_login`](super::AccessToken::ended_login).
#[derive(Clone, Debug)]
pub struct EndedLogin(pub(super) HeaderValue);

impl IntoResponseParts for EndedLogin {
    type Error = Infallible;

    fn into_response_parts(self, mut response: ResponseParts) -> Result<ResponseParts, Infallible> {
        response.headers_mut().append(header::SET_COOKIE, self.0);
        Ok(response)
    }
}
