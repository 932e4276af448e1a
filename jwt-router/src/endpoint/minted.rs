//! Converts minted tokens, and errors of minting, into responses.

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use http::{HeaderValue, StatusCode, header};
use serde::Serialize;

use crate::{
    jwt::sign::{SignError, Token},
    rejection::{Rejection, RejectionKind},
};

/// The body of a response that is a token: `{"token": ".."}`.
#[derive(Serialize)]
struct Minted {
    token: Token,
}

/// Responds with `{"token": ".."}` and `Cache-Control: no-store` ([RFC 6749, section 5.1]).
///
/// [RFC 6749, section 5.1]: https://www.rfc-editor.org/rfc/rfc6749#section-5.1
impl IntoResponse for Token {
    fn into_response(self) -> Response {
        let no_store = HeaderValue::from_static("no-store");
        let body = Json(Minted { token: self });
        ([(header::CACHE_CONTROL, no_store)], body).into_response()
    }
}

/// Responds with 401 for a session that has ended. Otherwise responds with 500 and an empty body, and logs the
/// error: a token that cannot be minted is a mistake in the program.
impl IntoResponse for SignError {
    fn into_response(self) -> Response {
        if matches!(self, Self::SessionExpired) {
            let kind = RejectionKind::InvalidToken;
            tracing::info!(target: "jwt_router::guard", status = kind.status().as_u16(), code = "session_expired", "token not renewed");
            return Rejection::new(kind, None).into_response();
        }
        tracing::error!(error = %self, "a token cannot be minted");
        StatusCode::INTERNAL_SERVER_ERROR.into_response()
    }
}
