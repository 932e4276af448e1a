//! The error of a failed login, which a handler returns as its response.

use std::{error::Error, fmt};

use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode};

use super::{EndedLogin, provider::ProviderError};
use crate::{
    entity::{NotLoaded, StoreError},
    jwt::sign::SignError,
    rejection::{ProblemDetails, problem_details},
};

/// The reason why a login failed. Each kind has one response, which is all that the client learns.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum LoginErrorKind {
    /// The request has no code or is malformed: 400 `invalid_request`.
    InvalidRequest,
    /// The redirect URI is not configured: 400 `invalid_redirect_uri`.
    InvalidRedirectUri,
    /// This browser did not begin the login, has ended it already, or took too long: 400 `invalid_state`.
    InvalidState,
    /// The provider refuses the code, which is wrong, expired or used already: 400 `invalid_code`.
    InvalidCode,
    /// The user or the provider refused the login: 403 `access_denied`.
    AccessDenied,
    /// The provider's ID token is missing or invalid: 401 `invalid_id_token`.
    InvalidIdToken,
    /// The provider has not verified the e-mail address: 403 `email_not_verified`.
    EmailNotVerified,
    /// The user authenticated at the provider too long ago, or at an unknown time: 403 `login_not_recent`.
    LoginNotRecent,
    /// The account belongs to another organization than the configured one: 403 `wrong_domain`.
    WrongDomain,
    /// The application has no user for this account: 403 `unknown_user`.
    UnknownUser,
    /// The provider is unreachable, or its response is unusable: 503 `provider_unavailable`.
    ProviderUnavailable,
    /// The entity store failed or did not respond in time: 503 `unavailable`.
    Unavailable,
    /// The program or its configuration has a mistake: 500 `internal`.
    Internal,
}

impl LoginErrorKind {
    /// Returns the status of the response.
    ///
    /// # Examples
    ///
    /// ```
    /// use jwt_router::LoginErrorKind;
    ///
    /// assert_eq!(LoginErrorKind::InvalidCode.status(), 400);
    /// assert_eq!(LoginErrorKind::InvalidCode.name(), "invalid_code");
    /// ```
    #[must_use]
    pub const fn status(self) -> StatusCode {
        self.details().status
    }

    /// Returns the name of this kind in the response's body and in the log, such as `invalid_code`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.details().error
    }

    /// Returns whether the program, the store or the provider is at fault, so that the client cannot correct
    /// the mistake.
    fn is_fault(self) -> bool {
        self.status().is_server_error()
    }

    const fn details(self) -> &'static ProblemDetails {
        match self {
            Self::InvalidRequest => {
                problem_details!(BAD_REQUEST "invalid_request" "send the code of the login as JSON")
            }
            Self::InvalidRedirectUri => {
                problem_details!(BAD_REQUEST "invalid_redirect_uri" "the redirect URI is not one of this application")
            }
            Self::InvalidState => {
                problem_details!(BAD_REQUEST "invalid_state" "the login was not begun here, or took too long: begin it again")
            }
            Self::InvalidCode => {
                problem_details!(BAD_REQUEST "invalid_code" "the code is not valid: begin the login again")
            }
            Self::AccessDenied => {
                problem_details!(FORBIDDEN "access_denied" "the login was refused")
            }
            Self::InvalidIdToken => {
                problem_details!(UNAUTHORIZED "invalid_id_token" "the login cannot be trusted")
            }
            Self::EmailNotVerified => {
                problem_details!(FORBIDDEN "email_not_verified" "the e-mail address of this account is not verified")
            }
            Self::LoginNotRecent => {
                problem_details!(FORBIDDEN "login_not_recent" "the login at the provider is not recent enough: sign out there, and begin again")
            }
            Self::WrongDomain => {
                problem_details!(FORBIDDEN "wrong_domain" "this account is of another organization")
            }
            Self::UnknownUser => {
                problem_details!(FORBIDDEN "unknown_user" "no user is known for this account")
            }
            Self::ProviderUnavailable => {
                problem_details!(SERVICE_UNAVAILABLE "provider_unavailable" "the login cannot be checked at the moment")
            }
            Self::Unavailable => {
                problem_details!(SERVICE_UNAVAILABLE "unavailable" "the login cannot be checked at the moment")
            }
            Self::Internal => {
                problem_details!(INTERNAL_SERVER_ERROR "internal" "the login cannot be answered")
            }
        }
    }
}

/// The error of a failed login. A handler returns it as a response with a status and an [RFC 9457] body.
///
/// The body is the same for all responses of one [kind](Self::kind). The cause goes to a `tracing` event, which
/// is emitted when the error becomes a response: at level `INFO` for a client's mistake, else at level `ERROR`.
///
/// [RFC 9457]: https://www.rfc-editor.org/rfc/rfc9457
#[derive(Debug)]
pub struct LoginError {
    kind: LoginErrorKind,
    /// The reason for the log. It is a constant of this crate, since text from a client or a provider must not
    /// be logged.
    reason: &'static str,
    source: Option<Box<dyn Error + Send + Sync>>,
    ended: Option<EndedLogin>,
    /// The scheme of the challenge in a 401 response; `None` for `Bearer`.
    scheme: Option<HeaderValue>,
}

impl LoginError {
    /// Returns why the login failed.
    ///
    /// # Examples
    ///
    /// ```
    /// use jwt_router::{LoginError, LoginErrorKind};
    ///
    /// let error = LoginError::from(LoginErrorKind::InvalidCode);
    /// assert_eq!(error.kind(), LoginErrorKind::InvalidCode);
    /// assert!(error.problem().contains("invalid_code"));
    /// ```
    #[must_use]
    pub const fn kind(&self) -> LoginErrorKind {
        self.kind
    }

    /// Returns the body of the response: an `application/problem+json` object ([RFC 9457]).
    ///
    /// [RFC 9457]: https://www.rfc-editor.org/rfc/rfc9457
    #[must_use]
    pub const fn problem(&self) -> &'static str {
        self.kind.details().body
    }

    pub(super) fn because(kind: LoginErrorKind, reason: &'static str) -> Self {
        Self {
            reason,
            ..Self::from(kind)
        }
    }

    fn caused_by(kind: LoginErrorKind, source: impl Error + Send + Sync + 'static) -> Self {
        Self {
            source: Some(Box::new(source)),
            ..Self::from(kind)
        }
    }

    pub(super) fn ending(mut self, login: EndedLogin) -> Self {
        self.ended = Some(login);
        self
    }

    /// Sets the scheme of the application, which the challenge of a 401 names.
    pub(super) fn with_scheme(mut self, scheme: &str) -> Self {
        self.scheme = HeaderValue::from_str(scheme).ok();
        self
    }

    fn log(&self) {
        let (code, reason) = (self.kind.name(), self.reason);
        let status = self.kind.status().as_u16();
        match &self.source {
            Some(error) => tracing::error!(status, code, %error, "login failed"),
            None if self.kind.is_fault() => tracing::error!(status, code, reason, "login failed"),
            None => tracing::info!(status, code, reason, "login refused"),
        }
    }
}

impl IntoResponse for LoginError {
    fn into_response(self) -> Response {
        self.log();
        // RFC 9110, section 15.5.2: a 401 must carry a challenge.
        let is_unauthorized = self.kind.status() == StatusCode::UNAUTHORIZED;
        let scheme = self.scheme;
        let scheme = || scheme.unwrap_or(HeaderValue::from_static("Bearer"));
        let challenge = is_unauthorized.then(scheme);
        let response = self.kind.details().response(challenge);
        (self.ended, response).into_response()
    }
}

impl From<LoginErrorKind> for LoginError {
    fn from(kind: LoginErrorKind) -> Self {
        Self {
            kind,
            reason: "",
            source: None,
            ended: None,
            scheme: None,
        }
    }
}

impl From<NotLoaded> for LoginError {
    fn from(reason: NotLoaded) -> Self {
        match reason {
            NotLoaded::Missing => LoginErrorKind::UnknownUser.into(),
            NotLoaded::OtherEntity => Self::because(LoginErrorKind::UnknownUser, "store_mismatch"),
            // A provider's login has no token of ours, which could have an old version, an ended session or one use.
            NotLoaded::OldVersion => {
                Self::because(LoginErrorKind::UnknownUser, "old_token_version")
            }
            NotLoaded::SessionEnded => Self::because(LoginErrorKind::UnknownUser, "session_ended"),
            NotLoaded::StoreBehind => Self::because(LoginErrorKind::UnknownUser, "store_behind"),
            NotLoaded::LinkSpent => Self::because(LoginErrorKind::UnknownUser, "spent_link"),
            NotLoaded::TicketSpent => Self::because(LoginErrorKind::UnknownUser, "spent_ticket"),
            NotLoaded::Store(error) => error.into(),
        }
    }
}

impl From<StoreError> for LoginError {
    fn from(error: StoreError) -> Self {
        let kind = if error.is_panic() {
            LoginErrorKind::Internal
        } else {
            LoginErrorKind::Unavailable
        };
        Self::caused_by(kind, error)
    }
}

impl From<SignError> for LoginError {
    fn from(error: SignError) -> Self {
        Self::caused_by(LoginErrorKind::Internal, error)
    }
}

impl From<ProviderError> for LoginError {
    fn from(error: ProviderError) -> Self {
        Self::caused_by(LoginErrorKind::ProviderUnavailable, error)
    }
}

impl fmt::Display for LoginError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind.details().detail)
    }
}

impl Error for LoginError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        let source = self.source.as_deref()?;
        Some(source)
    }
}
