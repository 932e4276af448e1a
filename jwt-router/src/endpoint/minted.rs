//! Converts minted tokens, and the errors of minting a token, into responses.

use std::convert::Infallible;

use axum::{
    Json,
    response::{IntoResponse, IntoResponseParts, Response, ResponseParts},
};
use http::{HeaderValue, StatusCode, header};
use serde::Serialize;

#[cfg(feature = "cookies")]
use crate::auth::StartSession;
use crate::{
    auth::{EndSession, SessionError, SessionErrorKind, TokenPair},
    jwt::sign::{SignError, TicketToken, Token},
    rejection::{Rejection, RejectionFormat, RejectionKind},
};

/// The JSON body of a response with a minted token: `{"token": ".."}`.
#[derive(Serialize)]
struct Minted {
    token: Token,
}

/// Converts a minted token into the response `{"token": ".."}` with `Cache-Control: no-store` ([RFC 6749, section
/// 5.1]). The new access token of a refresh by cookie becomes a 500 response, because it has to go back into a
/// cookie.
///
/// [RFC 6749, section 5.1]: https://www.rfc-editor.org/rfc/rfc6749#section-5.1
impl IntoResponse for Token {
    fn into_response(self) -> Response {
        if self.is_for_cookies() {
            return outside_of_cookies(Rejection::new(RejectionKind::Internal, None));
        }
        let no_store = HeaderValue::from_static("no-store");
        let body = Json(Minted { token: self });
        ([(header::CACHE_CONTROL, no_store)], body).into_response()
    }
}

/// The JSON body of a response with a ticket (a token for one request, in its URL): `{"ticket": ".."}`.
#[derive(Serialize)]
struct MintedTicket {
    ticket: TicketToken,
}

/// Converts a minted ticket (a token for one request, in its URL) into the response `{"ticket": ".."}` with
/// `Cache-Control: no-store` ([RFC 6749, section 5.1]).
///
/// [RFC 6749, section 5.1]: https://www.rfc-editor.org/rfc/rfc6749#section-5.1
impl IntoResponse for TicketToken {
    fn into_response(self) -> Response {
        let no_store = HeaderValue::from_static("no-store");
        let body = Json(MintedTicket { ticket: self });
        ([(header::CACHE_CONTROL, no_store)], body).into_response()
    }
}

/// Converts the access token and the refresh token of a session into the JSON response of [RFC 6749, section 5.1],
/// with `Cache-Control: no-store`. The new tokens of a refresh by cookie become a 500 response, because they have
/// to go back into cookies.
///
/// [RFC 6749, section 5.1]: https://www.rfc-editor.org/rfc/rfc6749#section-5.1
impl IntoResponse for TokenPair {
    fn into_response(self) -> Response {
        if self.are_for_cookies() {
            return outside_of_cookies(self.jwt().reject(RejectionKind::Internal));
        }
        let no_store = HeaderValue::from_static("no-store");
        ([(header::CACHE_CONTROL, no_store)], Json(self)).into_response()
    }
}

/// Logs that a handler has put tokens into the body of its response that have to go into cookies, and returns
/// `rejection` as the response instead.
fn outside_of_cookies(rejection: Rejection) -> Response {
    tracing::error!(target: "jwt_router::guard", status = 500, code = "tokens_outside_of_cookies", "a refresh by cookie has to respond with `.into_cookies()`, or to have `cookies = false`");
    rejection.into_response()
}

/// Converts the error of starting, refreshing or ending a session into a response: 401 if the session has ended,
/// 503 if the session store fails or exceeds its time limit, and 500 otherwise, also if the store panics.
impl IntoResponse for SessionError {
    fn into_response(self) -> Response {
        let (reason, format) = self.into_parts();
        let kind = match &reason {
            // Both were logged with the caller when they were found.
            SessionErrorKind::Ended | SessionErrorKind::Reused => RejectionKind::InvalidToken,
            SessionErrorKind::Store(error) if error.is_panic() => {
                tracing::error!(target: "jwt_router::guard", status = 500, code = "store_panicked", %error, "session not changed");
                RejectionKind::Internal
            }
            SessionErrorKind::Store(error) => {
                tracing::error!(target: "jwt_router::guard", status = 503, code = "store_unavailable", %error, "session not changed");
                RejectionKind::Unavailable
            }
            _ => {
                tracing::error!(target: "jwt_router::guard", status = 500, code = "no_session_tokens", error = %reason, "session not changed");
                RejectionKind::Internal
            }
        };
        Rejection::new(kind, format.as_ref()).into_response()
    }
}

/// Converts the error of minting a token into a response, and logs the error. The response is 401 if a token
/// cannot be renewed because its login is longer ago than `session_max` allows. For every other error, the
/// response is 500 with an empty body, because the client is not at fault.
impl IntoResponse for SignError {
    fn into_response(self) -> Response {
        if let Self::SessionExpired { form, .. } = &self {
            let kind = RejectionKind::InvalidToken;
            tracing::info!(target: "jwt_router::guard", status = kind.status().as_u16(), code = "session_expired", "token not renewed");
            let format = form.get::<RejectionFormat>();
            return Rejection::new(kind, format.as_ref()).into_response();
        }
        tracing::error!(error = %self, "a token cannot be minted");
        StatusCode::INTERNAL_SERVER_ERROR.into_response()
    }
}

/// Responds with 204 and the `Set-Cookie` headers for the session's two tokens, if a handler returns a
/// `StartSession` and nothing else.
#[cfg(feature = "cookies")]
impl IntoResponse for StartSession {
    fn into_response(self) -> Response {
        (self, StatusCode::NO_CONTENT).into_response()
    }
}

/// Adds the `Set-Cookie` headers for the session's two tokens to a response, if a handler returns a tuple such as
/// `(session, Redirect::to("/"))`, where `session` is a `StartSession`.
#[cfg(feature = "cookies")]
impl IntoResponseParts for StartSession {
    type Error = Infallible;

    fn into_response_parts(self, response: ResponseParts) -> Result<ResponseParts, Infallible> {
        Ok(with_cookies(response, self.into_cookies()))
    }
}

/// Responds with 204 and the `Set-Cookie` headers that remove the application's cookies, if it has any. A handler
/// that returns an `EndSession` and nothing else has this response.
impl IntoResponse for EndSession {
    fn into_response(self) -> Response {
        (self, StatusCode::NO_CONTENT).into_response()
    }
}

/// Adds the `Set-Cookie` headers that remove the application's cookies, if it has any, to the response of a
/// handler that returns a tuple such as `(ended, Redirect::to("/"))`, where `ended` is an `EndSession`.
impl IntoResponseParts for EndSession {
    type Error = Infallible;

    fn into_response_parts(self, response: ResponseParts) -> Result<ResponseParts, Infallible> {
        Ok(with_cookies(response, self.into_cookies()))
    }
}

/// Adds `Set-Cookie` headers, and `Cache-Control: no-store`, so that no cache serves the cookies to other users.
fn with_cookies(
    mut response: ResponseParts,
    cookies: impl IntoIterator<Item = HeaderValue>,
) -> ResponseParts {
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    for cookie in cookies {
        headers.append(header::SET_COOKIE, cookie);
    }
    response
}
