//! The two halves of the login flow on the server: the redirect to the provider, and its callback.

use std::{convert::Infallible, fmt};

use axum::{
    extract::{FromRequestParts, Query},
    response::{IntoResponse, IntoResponseParts, Response, ResponseParts},
};
use http::{HeaderValue, Method, StatusCode, header, request::Parts};
use serde::Deserialize;

use super::pending;

/// The response that sends the browser to the provider, with a cookie that keeps the login's state for ten
/// minutes.
///
/// [`Google::begin`](crate::Google::begin) returns it, and has an example of a handler that responds with it.
#[must_use = "the browser has to be sent there"]
pub struct LoginRedirect {
    pub(super) location: HeaderValue,
    pub(super) cookie: HeaderValue,
}

impl LoginRedirect {
    /// Returns the provider's URL with the authorization request in its query.
    ///
    /// The URL is useless without the cookie of this response, because the callback refuses a browser without
    /// the cookie.
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

/// An extractor for the request with which the provider sends the browser back.
///
/// The handler of the redirect URI takes it as an argument, and passes it to
/// [`Google::finish`](crate::Google::finish). The extraction never fails, because `finish` reports the mistakes
/// in the request.
pub struct LoginCallback {
    pub(super) query: Option<CallbackQuery>,
    pub(super) cookies: Vec<HeaderValue>,
    /// Whether the request is a HEAD, which axum routes to the handler of GET.
    ///
    /// Link checkers and link previews send HEAD requests, so such a request must not end the login (RFC 9110,
    /// section 9.2.1).
    pub(super) is_head: bool,
}

/// The parameters that the provider adds to the redirect URI ([RFC 6749, section 4.1.2]), each at most once.
///
/// [RFC 6749, section 4.1.2]: https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2
#[derive(Deserialize)]
pub(super) struct CallbackQuery {
    pub(super) code: Option<String>,
    pub(super) state: Option<String>,
    pub(super) error: Option<String>,
    /// The issuer name of the provider that sends the response
    /// ([RFC 9207](https://www.rfc-editor.org/rfc/rfc9207)).
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

/// The part of a response that removes the login's cookie from the browser, so that the login cannot be ended
/// twice.
///
/// See [`GoogleToken::ended_login`](super::GoogleToken::ended_login).
#[derive(Clone, Debug)]
pub struct EndedLogin(pub(super) HeaderValue);

impl IntoResponseParts for EndedLogin {
    type Error = Infallible;

    fn into_response_parts(self, mut response: ResponseParts) -> Result<ResponseParts, Infallible> {
        response.headers_mut().append(header::SET_COOKIE, self.0);
        Ok(response)
    }
}
