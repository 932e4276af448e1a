//! The response to a refused request, with its status, challenge and body.

mod observer;
mod problem;

pub(crate) use observer::RefusalObserver;

use std::{fmt, sync::Arc};

use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, StatusCode, header};

use crate::bounded;

pub(crate) use self::problem::{ProblemDetails, problem_details};

pub(crate) type OnReject = Arc<dyn Fn(&Rejection) -> Response + Send + Sync>;

/// The reason for a refused request, as the client sees it. Each kind has one status and one challenge.
///
/// # Examples
///
/// ```
/// use jwt_router::RejectionKind;
///
/// let kind = RejectionKind::InvalidToken;
/// assert_eq!(kind.status().as_u16(), 401);
/// assert_eq!(kind.challenge(), Some("Bearer error=\"invalid_token\""));
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum RejectionKind {
    /// The request has no credentials, or those of another scheme than `Bearer`. The response is 401, with a
    /// challenge without an error code ([RFC 6750, section 3]).
    ///
    /// [RFC 6750, section 3]: https://www.rfc-editor.org/rfc/rfc6750#section-3
    MissingToken,
    /// The request is malformed, or has several tokens. The response is 400 `invalid_request` ([RFC 6750,
    /// section 3.1]).
    ///
    /// [RFC 6750, section 3.1]: https://www.rfc-editor.org/rfc/rfc6750#section-3.1
    InvalidRequest,
    /// The token is malformed, forged or expired, or its entity does not exist. The response is 401
    /// `invalid_token` ([RFC 6750, section 3.1]).
    ///
    /// [RFC 6750, section 3.1]: https://www.rfc-editor.org/rfc/rfc6750#section-3.1
    InvalidToken,
    /// The token is valid, but its caller does not meet the route's requirements. The response is 403
    /// `insufficient_scope` ([RFC 6750, section 3.1]).
    ///
    /// [RFC 6750, section 3.1]: https://www.rfc-editor.org/rfc/rfc6750#section-3.1
    InsufficientScope,
    /// The token is valid, but the user logged in too long ago, or by too weak means for this route, or the
    /// token has no claim about the login. The response is 401 `insufficient_user_authentication` ([RFC 9470,
    /// section 3]).
    ///
    /// [RFC 9470, section 3]: https://www.rfc-editor.org/rfc/rfc9470#section-3
    InsufficientUserAuthentication,
    /// The entity store, or the issuer or provider of the token, failed or did not respond in time, or the
    /// predicate timed out. The response is 503, because the client's token may be valid.
    Unavailable,
    /// The handler extracts the authenticated caller, but no guard ran before it. The response is 500, because
    /// this is a mistake in the program: for example a `G<User>` in a plain `axum::Router` that was not passed
    /// to [`AppBuilder::merge`](crate::AppBuilder::merge).
    Unguarded,
    /// The entity store or the predicate panicked. The response is 500, and the reason is logged.
    Internal,
}

impl RejectionKind {
    /// Returns the status of the response, such as 401.
    #[must_use]
    pub const fn status(self) -> StatusCode {
        self.details().status
    }

    const fn details(self) -> &'static ProblemDetails {
        match self {
            Self::MissingToken => {
                problem_details!(UNAUTHORIZED "missing_token" "this route needs a bearer token")
            }
            Self::InvalidRequest => {
                problem_details!(BAD_REQUEST "invalid_request" "send exactly one bearer token, in one place")
            }
            Self::InvalidToken => {
                problem_details!(UNAUTHORIZED "invalid_token" "the bearer token is not valid")
            }
            Self::InsufficientScope => {
                problem_details!(FORBIDDEN "insufficient_scope" "the bearer token does not give access to this route")
            }
            Self::InsufficientUserAuthentication => {
                problem_details!(UNAUTHORIZED "insufficient_user_authentication" "this route needs a more recent or a stronger login")
            }
            Self::Unavailable => {
                problem_details!(SERVICE_UNAVAILABLE "unavailable" "the token cannot be checked at the moment")
            }
            Self::Unguarded => {
                problem_details!(INTERNAL_SERVER_ERROR "internal" "the request cannot be answered")
            }
            Self::Internal => {
                problem_details!(INTERNAL_SERVER_ERROR "internal" "the request cannot be authorized because of a fault in the server")
            }
        }
    }

    /// Returns the `WWW-Authenticate` header of the response ([RFC 6750, section 3]); `None` if the response
    /// has no such header.
    ///
    /// A route may add the scopes or the age of the login that it requires: see [`Rejection::challenge`].
    ///
    /// [RFC 6750, section 3]: https://www.rfc-editor.org/rfc/rfc6750#section-3
    #[must_use]
    pub const fn challenge(self) -> Option<&'static str> {
        match self {
            Self::MissingToken => Some("Bearer"),
            Self::InvalidRequest => Some("Bearer error=\"invalid_request\""),
            Self::InvalidToken => Some("Bearer error=\"invalid_token\""),
            Self::InsufficientScope => Some("Bearer error=\"insufficient_scope\""),
            Self::InsufficientUserAuthentication => Some(
                "Bearer error=\"insufficient_user_authentication\", error_description=\"this route needs a more recent or a stronger login\"",
            ),
            Self::Unavailable | Self::Unguarded | Self::Internal => None,
        }
    }

    /// Returns the challenge as the value of a `WWW-Authenticate` header.
    ///
    /// Each arm is an inline constant, so that `HeaderValue::from_static` checks the characters at compile
    /// time. At run time, it would panic on an invalid one.
    fn challenge_header(self) -> Option<HeaderValue> {
        const fn header(kind: RejectionKind) -> Option<HeaderValue> {
            match kind.challenge() {
                Some(challenge) => Some(HeaderValue::from_static(challenge)),
                None => None,
            }
        }
        match self {
            Self::MissingToken => const { header(Self::MissingToken) },
            Self::InvalidRequest => const { header(Self::InvalidRequest) },
            Self::InvalidToken => const { header(Self::InvalidToken) },
            Self::InsufficientScope => const { header(Self::InsufficientScope) },
            Self::InsufficientUserAuthentication => {
                const { header(Self::InsufficientUserAuthentication) }
            }
            Self::Unavailable | Self::Unguarded | Self::Internal => None,
        }
    }
}

/// The response to a refused request: status, challenge and a problem details body ([RFC 9457]).
///
/// The body is the same for every request of one kind. It contains no part of the request, and no key, table or
/// reason; the guard logs those in a `tracing` event.
/// [`JwtRoutesBuilder::on_reject`](crate::JwtRoutesBuilder::on_reject) replaces the body.
///
/// # Examples
///
/// ```
/// use jwt_router::{JwtRoutes, RejectionKind, Secret};
///
/// let jwt = JwtRoutes::builder().secret(Secret::random()?).build()?;
/// let rejection = jwt.reject(RejectionKind::InsufficientScope);
/// assert_eq!(rejection.kind(), RejectionKind::InsufficientScope);
/// assert_eq!(rejection.status().as_u16(), 403);
/// assert_eq!(rejection.challenge().unwrap(), "Bearer error=\"insufficient_scope\"");
/// assert!(rejection.problem().contains("\"status\":403"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// [RFC 9457]: https://www.rfc-editor.org/rfc/rfc9457
#[derive(Clone)]
pub struct Rejection {
    kind: RejectionKind,
    /// The challenge with details of the route, such as its scopes; `None` for the usual challenge of the kind.
    challenge: Option<HeaderValue>,
    on_reject: Option<OnReject>,
}

impl Rejection {
    pub(crate) fn new(kind: RejectionKind, on_reject: Option<&OnReject>) -> Self {
        Self {
            kind,
            challenge: None,
            on_reject: on_reject.cloned(),
        }
    }

    /// Replaces the usual challenge by one with details of the route, such as its scopes. `None` keeps the
    /// usual challenge.
    pub(crate) fn with_challenge(self, challenge: Option<HeaderValue>) -> Self {
        Self { challenge, ..self }
    }

    /// Returns the kind of the refusal, which determines the status and the challenge.
    #[must_use]
    pub const fn kind(&self) -> RejectionKind {
        self.kind
    }

    /// Returns the status of the response, such as 401.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        self.kind.status()
    }

    /// Returns the `WWW-Authenticate` header of the response. It may contain the scopes or the age of the login
    /// that the route requires.
    #[must_use]
    pub fn challenge(&self) -> Option<HeaderValue> {
        let of_route = self.challenge.clone();
        of_route.or_else(|| self.kind.challenge_header())
    }

    /// Returns the default body of the response: an `application/problem+json` object ([RFC 9457]).
    ///
    /// [RFC 9457]: https://www.rfc-editor.org/rfc/rfc9457
    #[must_use]
    pub const fn problem(&self) -> &'static str {
        self.kind.details().body
    }
}

impl IntoResponse for Rejection {
    fn into_response(self) -> Response {
        if let Some(on_reject) = &self.on_reject {
            match bounded::call(|| on_reject(&self)) {
                Ok(response) => return sealed(&self, response),
                Err(panicked) => tracing::error!(
                    error = %panicked,
                    "the closure of `on_reject` has no response: the default body is sent"
                ),
            }
        }
        let of_route = self.challenge;
        let challenge = of_route.or_else(|| self.kind.challenge_header());
        self.kind.details().response(challenge)
    }
}

/// Sets the status and the headers of the refusal on a response that the application's `on_reject` returned.
fn sealed(rejection: &Rejection, mut response: Response) -> Response {
    *response.status_mut() = rejection.status();
    seal(rejection, response.headers_mut());
    response
}

/// Sets `Cache-Control` and `WWW-Authenticate`, which the protocol determines and `on_reject` cannot choose.
///
/// For a kind without a challenge (503 or 500), it removes a challenge that the application has set.
fn seal(rejection: &Rejection, headers: &mut HeaderMap) {
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    match rejection.challenge() {
        Some(challenge) => {
            headers.insert(header::WWW_AUTHENTICATE, challenge);
        }
        None => {
            headers.remove(header::WWW_AUTHENTICATE);
        }
    }
}

impl fmt::Debug for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rejection")
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind.details().detail)
    }
}

impl std::error::Error for Rejection {}
