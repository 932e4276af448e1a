//! The error responses of the handlers.

use std::error::Error;

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use jwt_router::{SessionError, SignError};

/// Why a request failed. The client gets the text; the source goes to the log only.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    #[error("an address has an `@`, a name 1 to 64 characters, a password 8 to 256")]
    InvalidField,
    #[error("an account has this address")]
    EmailTaken,
    #[error("no account has this address and password")]
    WrongCredentials,
    #[error("this link has been used")]
    SpentLink,
    #[error("the database is not available")]
    Database(#[from] sqlx::Error),
    #[error("the program has a fault")]
    Internal(#[source] Box<dyn Error + Send + Sync>),
    /// It is a response itself, in the form of the guard's refusals.
    #[error(transparent)]
    Session(#[from] SessionError),
}

impl Failure {
    pub(crate) fn internal(source: impl Error + Send + Sync + 'static) -> Self {
        Self::Internal(Box::new(source))
    }
}

impl From<SignError> for Failure {
    fn from(error: SignError) -> Self {
        Self::internal(error)
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        if let Some(source) = self.source() {
            tracing::error!(error = source, "{self}");
        }
        let text = self.to_string();
        match self {
            Self::InvalidField => (StatusCode::UNPROCESSABLE_ENTITY, text).into_response(),
            Self::EmailTaken => (StatusCode::CONFLICT, text).into_response(),
            Self::WrongCredentials | Self::SpentLink => {
                // A 401 names a scheme (RFC 9110, section 15.5.2).
                let challenge = HeaderValue::from_static("Bearer");
                let challenge = [(header::WWW_AUTHENTICATE, challenge)];
                (StatusCode::UNAUTHORIZED, challenge, text).into_response()
            }
            Self::Database(_) => (StatusCode::SERVICE_UNAVAILABLE, text).into_response(),
            Self::Internal(_) => (StatusCode::INTERNAL_SERVER_ERROR, text).into_response(),
            Self::Session(error) => error.into_response(),
        }
    }
}
