//! Converts minted tokens, and the errors of minting a token, into responses.

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use http::{HeaderValue, StatusCode, header};
use serde::Serialize;

use crate::{
    jwt::sign::{SignError, Token},
    rejection::{Rejection, RejectionFormat, RejectionKind},
};

/// The JSON body of a response with a minted token: `{"token": ".."}`.
#[derive(Serialize)]
struct Minted {
    token: Token,
}

/// Converts a minted token into the response `{"token": ".."}` with `Cache-Control: no-store` ([RFC 6749,
/// section 5.1]).
///
/// [RFC 6749, section 5.1]: https://www.rfc-editor.org/rfc/rfc6749#section-5.1
impl IntoResponse for Token {
    fn into_response(self) -> Response {
        let no_store = HeaderValue::from_static("no-store");
        let body = Json(Minted { token: self });
        ([(header::CACHE_CONTROL, no_store)], body).into_response()
    }
}

/// Converts the error of minting a token into a response: 401 if the session has ended. Any other error is a
/// mistake in the program: it is logged, and the response is 500 with an empty body.
impl IntoResponse for SignError {
    fn into_response(self) -> Response {
        if let Self::SessionExpired { scheme } = &self {
            let kind = RejectionKind::InvalidToken;
            tracing::info!(target: "jwt_router::guard", status = kind.status().as_u16(), code = "session_expired", "token not renewed");
            let format = RejectionFormat::new(scheme, None);
            return Rejection::new(kind, format.as_ref()).into_response();
        }
        tracing::error!(error = %self, "a token cannot be minted");
        StatusCode::INTERNAL_SERVER_ERROR.into_response()
    }
}
