//! What a login answers: a token, or why there is none.

use std::{error::Error, fmt};

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use http::{HeaderValue, StatusCode, header};
use serde::{Serialize, ser::SerializeStruct as _};

use super::{EndedLogin, provider::ProviderError};
use crate::{
    entity::{NotLoaded, StoreError},
    jwt::sign::SignError,
    rejection::{ProblemDetails, problem_details},
};

/// The token of a login, as the React client expects it: `{"access_token": ".."}`.
///
/// It is a token of ours, or the provider's own where the provider passes that through. The client
/// sends it back as `X-Auth-Token: Bearer ..`.
///
/// Neither `Debug` nor anything else prints it: take it with [`as_str`](Self::as_str).
#[derive(Clone)]
pub struct AccessToken {
    text: String,
    ended: Option<EndedLogin>,
}

impl AccessToken {
    pub(crate) const fn new(text: String) -> Self {
        Self { text, ended: None }
    }

    /// The token's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The token's text, taken out.
    #[must_use]
    pub fn into_string(self) -> String {
        self.text
    }

    /// Ends the login in the browser, where the answer is not this token but one of yours: put it
    /// before your response, `(token.ended_login(), Redirect::to("/"))`.
    #[must_use]
    pub fn ended_login(&self) -> Option<EndedLogin> {
        self.ended.clone()
    }

    pub(super) fn ending(mut self, login: EndedLogin) -> Self {
        self.ended = Some(login);
        self
    }
}

impl Serialize for AccessToken {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("AccessToken", 1)?;
        object.serialize_field("access_token", &self.text)?;
        object.end()
    }
}

/// `{"access_token": ".."}`, which nobody is to store ([RFC 6749, section 5.1]).
///
/// [RFC 6749, section 5.1]: https://www.rfc-editor.org/rfc/rfc6749#section-5.1
impl IntoResponse for AccessToken {
    fn into_response(self) -> Response {
        let no_store = HeaderValue::from_static("no-store");
        let ended = self.ended.clone();
        (ended, [(header::CACHE_CONTROL, no_store)], Json(self)).into_response()
    }
}

impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccessToken(..)")
    }
}

/// Why nobody was logged in: one kind for each answer a client can get.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum LoginErrorKind {
    /// The request has no code, or is not the JSON it should be: 400 `invalid_request`.
    InvalidRequest,
    /// The redirect URI is none of the configured ones: 400 `invalid_redirect_uri`.
    InvalidRedirectUri,
    /// The login was not begun by this browser, was ended already, or took too long: 400
    /// `invalid_state`.
    InvalidState,
    /// The provider refuses the code: 400 `invalid_code`. It is wrong, old, or was used before.
    InvalidCode,
    /// The user or the provider said no: 403 `access_denied`.
    AccessDenied,
    /// The provider's ID token cannot be trusted: 401 `invalid_id_token`.
    InvalidIdToken,
    /// The provider does not vouch for the e-mail address: 403 `email_not_verified`.
    EmailNotVerified,
    /// The user authenticated at the provider too long ago, or nobody knows when: 403
    /// `login_not_recent`.
    LoginNotRecent,
    /// The account is of another organization: 403 `wrong_domain`.
    WrongDomain,
    /// There is no such user here: 403 `unknown_user`.
    UnknownUser,
    /// The provider does not answer, or not as it should: 503 `provider_unavailable`.
    ProviderUnavailable,
    /// The entity store does not answer: 503 `unavailable`.
    Unavailable,
    /// A mistake in the program or its configuration: 500 `internal`.
    Internal,
}

impl LoginErrorKind {
    /// The status of the answer.
    #[must_use]
    pub const fn status(self) -> StatusCode {
        self.details().status
    }

    /// The word for it in the answer and in the log.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.details().error
    }

    /// Whether it is ours or the provider's to repair.
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
                problem_details!(FORBIDDEN "unknown_user" "nobody is known by this account")
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

/// Nobody was logged in, as a response: status and [RFC 9457] body, without an `access_token`.
///
/// The body is the same for every request of one kind. What lies behind it is in the `tracing`
/// event that is emitted when it is answered: at level `INFO`, and `ERROR` where it is not the
/// client's to repair.
///
/// [RFC 9457]: https://www.rfc-editor.org/rfc/rfc9457
#[derive(Debug)]
pub struct LoginError {
    kind: LoginErrorKind,
    /// More for the log: never anything that a client or a provider sent.
    reason: &'static str,
    source: Option<Box<dyn Error + Send + Sync>>,
    ended: Option<EndedLogin>,
}

impl LoginError {
    /// What went wrong.
    #[must_use]
    pub const fn kind(&self) -> LoginErrorKind {
        self.kind
    }

    /// The body of the answer: an `application/problem+json` object ([RFC 9457]).
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
        // RFC 9110, section 15.5.2: a 401 has a challenge.
        let is_unauthorized = self.kind.status() == StatusCode::UNAUTHORIZED;
        let challenge = is_unauthorized.then(|| HeaderValue::from_static("Bearer"));
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
        }
    }
}

impl From<NotLoaded> for LoginError {
    fn from(reason: NotLoaded) -> Self {
        match reason {
            NotLoaded::Missing => LoginErrorKind::UnknownUser.into(),
            NotLoaded::OtherEntity => Self::because(LoginErrorKind::UnknownUser, "store_mismatch"),
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
