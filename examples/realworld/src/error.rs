//! Failed requests, as the specification writes them: `{"errors": {"title": ["can't be blank"]}}`.

use std::error::Error;

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use jwt_router::{Rejection, RejectionKind, SignError};
use sqlx::error::DatabaseError;

use crate::{SCHEME, mistakes::Mistakes};

/// Why a handler cannot do what the client wants. Sources go to the log and never to the client.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AppError {
    /// The body or the query has these mistakes.
    #[error("the request is invalid")]
    Invalid(Mistakes),
    /// Other users have the values of these fields.
    #[error("a value has already been taken")]
    Taken(Mistakes),
    /// No article, comment or profile has this name.
    #[error("no such {0}")]
    NotFound(&'static str),
    /// The article or the comment is another user's.
    #[error("another user's {0}")]
    Forbidden(&'static str),
    #[error("no user has this e-mail address and password")]
    WrongCredentials,
    #[error("the session has ended")]
    SessionExpired,
    #[error("the database failed")]
    Database(#[source] sqlx::Error),
    #[error("a fault of the program")]
    Internal(#[source] Box<dyn Error + Send + Sync>),
}

impl AppError {
    pub(crate) fn internal(source: impl Error + Send + Sync + 'static) -> Self {
        Self::Internal(Box::new(source))
    }
}

impl From<sqlx::Error> for AppError {
    fn from(error: sqlx::Error) -> Self {
        let code = error.as_database_error().and_then(DatabaseError::code);
        // PostgreSQL's texts have no NUL: the client searches for something that cannot be there.
        if code.as_deref() == Some("22021") {
            return Self::Invalid(Mistakes::one("url", "can't contain the character NUL"));
        }
        Self::Database(error)
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

impl IntoResponse for AppError {
    fn into_response(self) -> Response {
        if let Some(source) = self.source() {
            tracing::error!(error = source, "{self}");
        }
        match self {
            Self::Invalid(mistakes) => errors(StatusCode::UNPROCESSABLE_ENTITY, &mistakes),
            Self::Taken(mistakes) => errors(StatusCode::CONFLICT, &mistakes),
            Self::NotFound(thing) => error(StatusCode::NOT_FOUND, thing, "not found"),
            Self::Forbidden(thing) => error(StatusCode::FORBIDDEN, thing, "forbidden"),
            Self::WrongCredentials => unauthorized("credentials", "invalid"),
            Self::SessionExpired => unauthorized("token", "is too old: log in again"),
            Self::Database(_) => error(StatusCode::SERVICE_UNAVAILABLE, "server", "is unavailable"),
            Self::Internal(_) => error(StatusCode::INTERNAL_SERVER_ERROR, "server", "failed"),
        }
    }
}

/// The body of a request that jwt-router refused. It sets the status and the challenge itself.
pub(crate) fn refused(rejection: &Rejection) -> Response {
    let (field, mistake) = match rejection.kind() {
        RejectionKind::MissingToken => ("token", "is missing"),
        RejectionKind::InvalidRequest => ("token", "has to be sent once"),
        RejectionKind::InvalidToken => ("token", "is invalid"),
        RejectionKind::InsufficientScope => ("token", "is not enough for this"),
        RejectionKind::Unavailable => ("server", "is unavailable"),
        _ => ("server", "failed"),
    };
    error(rejection.status(), field, mistake)
}

/// The response to an unknown path.
pub(crate) async fn unknown_path() -> AppError {
    AppError::NotFound("path")
}

/// The response to a method that a path does not have.
pub(crate) async fn wrong_method() -> Response {
    error(StatusCode::METHOD_NOT_ALLOWED, "method", "not allowed")
}

fn error(status: StatusCode, field: &'static str, mistake: &str) -> Response {
    errors(status, &Mistakes::one(field, mistake))
}

fn errors(status: StatusCode, mistakes: &Mistakes) -> Response {
    (status, Json(mistakes)).into_response()
}

/// A 401, which names the scheme of the credentials (RFC 9110, section 15.5.2).
fn unauthorized(field: &'static str, mistake: &str) -> Response {
    let challenge = [(header::WWW_AUTHENTICATE, HeaderValue::from_static(SCHEME))];
    (challenge, error(StatusCode::UNAUTHORIZED, field, mistake)).into_response()
}
