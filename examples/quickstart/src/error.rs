//! The error responses of the handlers.

use std::error::Error;

use axum::{
    Json,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use jwt_router::SignError;

/// Why a request failed. The client gets the text; the source goes to the log only.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AppError {
    #[error("this is not an e-mail address")]
    InvalidEmail,
    #[error("a password has 8 to 256 characters")]
    InvalidPassword,
    #[error("an account has this e-mail address")]
    EmailTaken,
    #[error("no account has this e-mail address and password")]
    WrongCredentials,
    #[error("the log-in is too long ago: log in again")]
    SessionExpired,
    #[error("the database is not available")]
    Database(#[from] sqlx::Error),
    #[error("the program has a fault")]
    Internal(#[source] Box<dyn Error + Send + Sync>),
}

impl AppError {
    pub(crate) fn internal(source: impl Error + Send + Sync + 'static) -> Self {
        Self::Internal(Box::new(source))
    }

    const fn status(&self) -> StatusCode {
        match self {
            Self::InvalidEmail | Self::InvalidPassword => StatusCode::UNPROCESSABLE_ENTITY,
            Self::EmailTaken => StatusCode::CONFLICT,
            Self::WrongCredentials | Self::SessionExpired => StatusCode::UNAUTHORIZED,
            Self::Database(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl From<SignError> for AppError {
    fn from(error: SignError) -> Self {
        match error {
            SignError::SessionExpired { .. } => Self::SessionExpired,
            fault => Self::internal(fault),
        }
    }
}

impl From<argon2::password_hash::Error> for AppError {
    fn from(error: argon2::password_hash::Error) -> Self {
        Self::internal(error)
    }
}

/// Responds with problem details ([RFC 9457]), in the form of jwt-router's own refusals.
///
/// [RFC 9457]: https://www.rfc-editor.org/rfc/rfc9457
impl IntoResponse for AppError {
    fn into_response(self) -> Response {
        if let Some(source) = self.source() {
            tracing::error!(error = source, "{self}");
        }
        let status = self.status();
        let problem = serde_json::json!({
            "type": "about:blank",
            "title": status.canonical_reason(),
            "status": status.as_u16(),
            "detail": self.to_string(),
        });
        let content_type = [(header::CONTENT_TYPE, "application/problem+json")];
        let mut response = (status, content_type, Json(problem)).into_response();
        if status == StatusCode::UNAUTHORIZED {
            // A 401 names a scheme (RFC 9110, section 15.5.2).
            let challenge = header::HeaderValue::from_static("Bearer");
            response
                .headers_mut()
                .insert(header::WWW_AUTHENTICATE, challenge);
        }
        response
    }
}
