//! The responses by which predicates (the functions that `guard = ..` names) refuse requests.

use std::any::Any;

use axum::response::{IntoResponse, Response};
use http::{
    HeaderValue, StatusCode,
    header::{self, Entry},
    request::Parts,
};

use crate::{
    auth::{Head, Refusal},
    endpoint::Admitted,
    rejection::{RefusalObserver, Rejection, RejectionKind},
};

/// The way in which a predicate (the function that `guard = ..` names), or the extractor of one of its arguments,
/// refuses a request.
#[derive(Debug)]
#[non_exhaustive]
pub enum Refused {
    /// The predicate returned `false` or `None`. The guard creates the response.
    Silently,
    /// The predicate returned this [`Rejection`]. The guard logs it, unless the rejection is the guard's own and
    /// therefore logged already, such as the error of the predicate's argument `Result<G<User>, Rejection>`.
    Rejection(Rejection),
    /// The predicate returned an error of another type, which is converted into this response.
    Response(Response),
    /// The extractor of one of the predicate's arguments failed with this response.
    Argument(Response),
}

impl Refused {
    /// Converts the error of a predicate, and keeps a [`Rejection`] as such.
    ///
    /// The function compares types at run time, because an implementation of [`Verdict`](super::Verdict) for
    /// `Rejection` would overlap with the implementation for all errors that are `IntoResponse`.
    pub(super) fn new<R: IntoResponse + 'static>(error: R) -> Self {
        let mut error = Some(error);
        let any: &mut dyn Any = &mut error;
        if let Some(rejection) = any.downcast_mut::<Option<Rejection>>() {
            return rejection.take().map_or(Self::Silently, Self::Rejection);
        }
        error.map_or(Self::Silently, |error| {
            Self::Response(error.into_response())
        })
    }
}

impl Admitted {
    /// Converts the refusal of the route's predicate, or of an extractor of its arguments, into a response. Logs
    /// the refusal, unless the guard has logged it already.
    pub(super) fn refuse(&self, refused: Refused, parts: &Parts) -> Response {
        match refused {
            Refused::Silently => {
                let rejection = self.reject(Refusal::PREDICATE, parts);
                self.finish(rejection.into_response())
            }
            Refused::Rejection(rejection) => {
                let name = self.caller_name();
                let head = Head::from(parts);
                let guard = self.guard();
                let rejection = guard.reject_by_predicate(rejection, name.as_ref(), head);
                self.finish(rejection.into_response())
            }
            // If the extractor took the caller, the guard has refused and logged it.
            Refused::Argument(response) => self.complete(response, parts, self.has_refused()),
            Refused::Response(response) => self.complete(response, parts, false),
        }
    }

    /// Completes the response by which a predicate, or an extractor of its arguments, refuses the request. Logs the
    /// refusal unless `is_logged`.
    ///
    /// A success status is replaced by 403, because the client would take the refused request for completed. A 401 or
    /// 403 gets the guard's `WWW-Authenticate` challenge, unless it has one (RFC 9110, section 15.5.2), and
    /// `Cache-Control: no-store`. A response with another status gets `no-store` unless it has a `Cache-Control`
    /// already.
    fn complete(&self, mut response: Response, parts: &Parts, is_logged: bool) -> Response {
        if response.status().is_success() {
            *response.status_mut() = StatusCode::FORBIDDEN;
        }
        let status = response.status();
        if !is_logged {
            let name = self.caller_name();
            self.guard().log_predicate(status, name.as_ref(), None);
        }
        let kind = match status {
            StatusCode::UNAUTHORIZED => Some(RejectionKind::InvalidToken),
            StatusCode::FORBIDDEN => Some(RejectionKind::InsufficientScope),
            _ => None,
        };
        if let Some(kind) = kind {
            if let Some(observer) = RefusalObserver::of(&parts.extensions) {
                observer.notify(RejectionKind::InsufficientScope);
            }
            let headers = response.headers_mut();
            headers.remove(header::CACHE_CONTROL);
            let challenge = self.jwt().reject(kind).challenge();
            if let (Entry::Vacant(vacant), Some(challenge)) =
                (headers.entry(header::WWW_AUTHENTICATE), challenge)
            {
                vacant.insert(challenge);
            }
        }
        let mut response = self.finish(response);
        let headers = response.headers_mut();
        let no_store = const { HeaderValue::from_static("no-store") };
        match headers.entry(header::CACHE_CONTROL) {
            Entry::Vacant(vacant) => drop(vacant.insert(no_store)),
            // `finish` has written `private`, or `private, no-store`, for a token outside of `Authorization`.
            Entry::Occupied(mut private) if kind.is_some() => {
                if !private.get().as_bytes().ends_with(b"no-store") {
                    private.append(no_store);
                }
            }
            Entry::Occupied(_) => {}
        }
        response
    }
}
