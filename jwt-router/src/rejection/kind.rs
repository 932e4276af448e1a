use http::{HeaderValue, StatusCode};

use super::problem::{ProblemDetails, problem_details};

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
// The representation is not promised. A byte would be followed by padding, and processors are slow in moving an odd
// number of bytes that were written just before, which every request with an argument for the caller would wait for.
#[repr(usize)]
pub enum RejectionKind {
    /// The request has no credentials, or credentials of another scheme than the application's. The response is 401,
    /// with a challenge without an error code ([RFC 6750, section 3]).
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
    /// The token is in a cookie, and the request may come from a page of another origin, without the user's intent.
    /// The response is 403 `cross_origin`, without a challenge: see [the guide](crate::guide::sessions#cookies).
    CrossOrigin,
    /// The resource does not exist, or is hidden from the caller. The response is 404, without a challenge. The guard
    /// itself does not use this kind: predicates and handlers do, by
    /// [`JwtRoutes::not_found`](crate::JwtRoutes::not_found) ([RFC 9110, section 15.5.5]).
    ///
    /// [RFC 9110, section 15.5.5]: https://www.rfc-editor.org/rfc/rfc9110#section-15.5.5
    NotFound,
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

    /// All kinds of rejections.
    pub(super) const ALL: [Self; 10] = [
        Self::MissingToken,
        Self::InvalidRequest,
        Self::InvalidToken,
        Self::InsufficientScope,
        Self::CrossOrigin,
        Self::NotFound,
        Self::InsufficientUserAuthentication,
        Self::Unavailable,
        Self::Unguarded,
        Self::Internal,
    ];

    pub(super) const fn details(self) -> &'static ProblemDetails {
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
            Self::CrossOrigin => {
                problem_details!(FORBIDDEN "cross_origin" "a request with a cookie has to come from a page of this application")
            }
            Self::NotFound => {
                problem_details!(NOT_FOUND "not_found" "the resource does not exist")
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

    /// Returns the `WWW-Authenticate` header of the response ([RFC 6750, section 3]), with the scheme `Bearer`;
    /// `None` if the response has no such header.
    ///
    /// The application may have another scheme, and a route may add the scopes or the age of the login that it
    /// requires: see [`Rejection::challenge`](crate::Rejection::challenge).
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
            Self::CrossOrigin
            | Self::NotFound
            | Self::Unavailable
            | Self::Unguarded
            | Self::Internal => None,
        }
    }

    /// Returns the challenge of this kind with another scheme than `Bearer`; `None` if the kind has no
    /// challenge.
    pub(crate) fn challenge_of(self, scheme: &str) -> Option<String> {
        let parameters = self.challenge()?.strip_prefix("Bearer")?;
        Some(format!("{scheme}{parameters}"))
    }

    /// Returns the challenge as the value of a `WWW-Authenticate` header.
    ///
    /// Each arm is an inline constant, so that `HeaderValue::from_static` checks the characters at compile time. At
    /// run time, the function would panic on an invalid character.
    pub(super) fn challenge_header(self) -> Option<HeaderValue> {
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
            Self::CrossOrigin
            | Self::NotFound
            | Self::Unavailable
            | Self::Unguarded
            | Self::Internal => None,
        }
    }
}
