//! The response to a refused request, with its status, challenge and body.

mod details;
mod format;
mod kind;
mod observer;
mod problem;

use std::{fmt, sync::Arc};

use axum::{
    body::Body,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, HeaderValue, StatusCode, header};

use self::{
    details::More,
    format::{Texts, Words},
};
use crate::bounded;

pub use self::kind::RejectionKind;
#[cfg(feature = "google")]
pub(crate) use self::problem::problem_details;
pub(crate) use self::{
    format::{OnReject, RejectionFormat},
    observer::RefusalObserver,
    problem::ProblemDetails,
};

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
    challenge: Option<Arc<HeaderValue>>,
    /// The configured form of the response; `None` for the default.
    format: Option<Arc<RejectionFormat>>,
    /// The code of the guard's log event; `None` for a rejection that the application made.
    code: Option<&'static str>,
    /// Details that most rejections do not have, such as the refused cookie.
    more: Option<Box<More>>,
}

impl Rejection {
    pub(crate) fn new(kind: RejectionKind, format: Option<&Arc<RejectionFormat>>) -> Self {
        Self {
            kind,
            challenge: None,
            format: format.cloned(),
            code: None,
            more: None,
        }
    }

    /// Replaces the usual challenge by one with details of the route, such as its scopes. `None` keeps the
    /// usual challenge.
    pub(crate) fn with_challenge(self, challenge: Option<Arc<HeaderValue>>) -> Self {
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

    /// Returns the `WWW-Authenticate` header of the response, with the application's scheme. It may contain the
    /// scopes or the age of the login that the route requires.
    #[must_use]
    pub fn challenge(&self) -> Option<HeaderValue> {
        let of_route = self.challenge.as_deref().cloned();
        of_route.or_else(|| self.challenge_of_kind())
    }

    fn challenge_of_kind(&self) -> Option<HeaderValue> {
        match self.texts() {
            Some(texts) => texts.challenge.clone(),
            None => self.kind.challenge_header(),
        }
    }

    /// Returns the texts that contain the application's scheme; `None` if the scheme is `Bearer`.
    fn texts(&self) -> Option<&Texts> {
        self.format.as_ref()?.texts(self.kind)
    }

    /// Returns the detail and the body if they are not the constants of the kind: because the application has
    /// set the detail, or has another scheme than `Bearer`.
    fn words(&self) -> Option<&Words> {
        let own = self.more.as_ref().and_then(|more| more.words.as_ref());
        own.or_else(|| self.texts().map(|texts| &texts.words))
    }

    fn on_reject(&self) -> Option<&OnReject> {
        self.format.as_ref()?.on_reject()
    }

    /// Returns the default body of the response: an `application/problem+json` object ([RFC 9457]).
    ///
    /// [RFC 9457]: https://www.rfc-editor.org/rfc/rfc9457
    #[must_use]
    pub fn problem(&self) -> &str {
        let words = self.words();
        words.map_or(self.kind.details().body, |words| &words.body)
    }
}

impl Rejection {
    /// Returns the response with the default body.
    fn default_response(&self) -> Response {
        let body = match self.words() {
            Some(words) => Body::from(words.body.clone()),
            None => Body::from(self.kind.details().body),
        };
        let mut response = problem::response(self.status(), body, self.challenge());
        self.remove_cookie(response.headers_mut());
        response
    }

    /// Adds the `Set-Cookie` header that removes the refused cookie from the browser, if the rejection has one.
    fn remove_cookie(&self, headers: &mut HeaderMap) {
        let more = self.more.as_ref();
        if let Some(removed) = more.and_then(|more| more.removed.clone()) {
            headers.append(header::SET_COOKIE, removed);
        }
    }
}

impl IntoResponse for Rejection {
    fn into_response(self) -> Response {
        if let Some(on_reject) = self.on_reject() {
            match bounded::call(|| on_reject(&self)) {
                Ok(response) => return sealed(&self, response),
                Err(panicked) => tracing::error!(
                    error = %panicked,
                    "the closure of `on_reject` has no response: the default body is sent"
                ),
            }
        }
        self.default_response()
    }
}

/// Sets the status and the headers of the refusal on a response that the application's `on_reject` returned.
fn sealed(rejection: &Rejection, mut response: Response) -> Response {
    *response.status_mut() = rejection.status();
    seal(rejection, response.headers_mut());
    response
}

/// Sets the headers that `on_reject` cannot choose: `Cache-Control`, `WWW-Authenticate`, and the `Set-Cookie`
/// that removes a refused cookie.
///
/// For a kind without a challenge, such as 503, a `WWW-Authenticate` header that `on_reject` has set is
/// removed.
fn seal(rejection: &Rejection, headers: &mut HeaderMap) {
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    rejection.remove_cookie(headers);
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
        f.write_str(self.detail())
    }
}

impl std::error::Error for Rejection {}
