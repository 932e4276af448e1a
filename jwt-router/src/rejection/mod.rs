//! Why a request was refused, as a response.

mod observer;
mod problem;

pub(crate) use observer::RefusalObserver;

use std::{fmt, sync::Arc};

use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, StatusCode, header};

use crate::bounded;

pub(crate) use self::problem::{ProblemDetails, problem_details};

pub(crate) type OnReject = Arc<dyn Fn(&Rejection) -> Response + Send + Sync>;

/// What is wrong with a refused request: one kind for each answer a client can get.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum RejectionKind {
    /// No credentials were sent: 401 with a bare challenge ([RFC 6750, section 3]).
    ///
    /// [RFC 6750, section 3]: https://www.rfc-editor.org/rfc/rfc6750#section-3
    MissingToken,
    /// The request is malformed, or has several tokens: 400 `invalid_request`
    /// ([RFC 6750, section 3.1]).
    ///
    /// [RFC 6750, section 3.1]: https://www.rfc-editor.org/rfc/rfc6750#section-3.1
    InvalidRequest,
    /// The token is malformed, forged, expired, or stands for nobody: 401 `invalid_token`
    /// ([RFC 6750, section 3.1]).
    ///
    /// [RFC 6750, section 3.1]: https://www.rfc-editor.org/rfc/rfc6750#section-3.1
    InvalidToken,
    /// The token is good, and does not suffice for this route: 403 `insufficient_scope`
    /// ([RFC 6750, section 3.1]).
    ///
    /// [RFC 6750, section 3.1]: https://www.rfc-editor.org/rfc/rfc6750#section-3.1
    InsufficientScope,
    /// The token is valid, and its holder logged in too long ago or by too weak means for this route, or
    /// the token does not tell: 401 `insufficient_user_authentication` ([RFC 9470, section 3]).
    ///
    /// [RFC 9470, section 3]: https://www.rfc-editor.org/rfc/rfc9470#section-3
    InsufficientUserAuthentication,
    /// An entity store, or the issuer of the token, did not answer: 503. The client's token may well
    /// be good.
    Unavailable,
    /// The handler asks for the caller, and no guard stands before it: 500. A mistake in the
    /// program, for example a `G<User>` in a plain `axum::Router` that was not given to
    /// [`AppBuilder::merge`](crate::AppBuilder::merge).
    Unguarded,
    /// The program failed, and not the client: the entity store or the predicate panicked. 500; the reason
    /// is logged.
    Internal,
}

impl RejectionKind {
    /// The status of the answer.
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

    /// The `WWW-Authenticate` header of the answer ([RFC 6750, section 3]), without what a route
    /// may add: see [`Rejection::challenge`].
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

    /// Returns the challenge as a header, whose letters are checked when the crate is compiled.
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

/// A refused request, as a response: status, challenge and [RFC 9457] body.
///
/// The body is the same for every request of one kind. It reflects nothing of the request and
/// tells nothing of keys, tables or reasons; those are in the `tracing` event that the guard
/// emits. [`JwtRoutesBuilder::on_reject`](crate::JwtRoutesBuilder::on_reject) replaces the body.
///
/// [RFC 9457]: https://www.rfc-editor.org/rfc/rfc9457
#[derive(Clone)]
pub struct Rejection {
    kind: RejectionKind,
    /// The route's own challenge, where it says more than the kind's.
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

    /// With a challenge that names what the route demands.
    pub(crate) fn with_challenge(self, challenge: Option<HeaderValue>) -> Self {
        Self { challenge, ..self }
    }

    /// What is wrong with the request.
    #[must_use]
    pub const fn kind(&self) -> RejectionKind {
        self.kind
    }

    /// The status of the answer.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        self.kind.status()
    }

    /// The `WWW-Authenticate` header of the answer: the kind's, with the scopes or the age of the
    /// login that the route demands.
    #[must_use]
    pub fn challenge(&self) -> Option<HeaderValue> {
        let of_route = self.challenge.clone();
        of_route.or_else(|| self.kind.challenge_header())
    }

    /// The default body of the answer: an `application/problem+json` object ([RFC 9457]).
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

/// A body of the application's, with what is the protocol's.
fn sealed(rejection: &Rejection, mut response: Response) -> Response {
    *response.status_mut() = rejection.status();
    seal(rejection, response.headers_mut());
    response
}

/// Sets the headers that are the protocol's, whatever the body, and not the application's to choose.
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
