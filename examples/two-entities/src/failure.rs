//! The error responses of the handlers.

use std::error::Error;

use axum::{
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use jwt_router::SignError;

/// Why a request failed, as the client sees it. The source of a fault goes to the log only.
#[derive(Debug)]
pub(crate) struct Failure {
    status: StatusCode,
    text: &'static str,
}

impl Failure {
    /// A fault of the program.
    pub(crate) const INTERNAL: Self =
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "the program has a fault");

    pub(crate) const fn new(status: StatusCode, text: &'static str) -> Self {
        Self { status, text }
    }

    /// Logs the source of a fault of the program.
    pub(crate) fn internal(source: impl Error) -> Self {
        tracing::error!(%source, "a request failed");
        Self::INTERNAL
    }
}

impl From<sqlx::Error> for Failure {
    fn from(source: sqlx::Error) -> Self {
        tracing::error!(%source, "a query failed");
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "the database is not available",
        )
    }
}

impl From<SignError> for Failure {
    fn from(source: SignError) -> Self {
        Self::internal(source)
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = (self.status, self.text).into_response();
        if self.status == StatusCode::UNAUTHORIZED {
            // A 401 names a scheme (RFC 9110, section 15.5.2).
            let bearer = header::HeaderValue::from_static("Bearer");
            response
                .headers_mut()
                .insert(header::WWW_AUTHENTICATE, bearer);
        }
        response
    }
}
