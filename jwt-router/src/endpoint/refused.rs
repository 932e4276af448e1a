//! The responses by which predicates refuse requests.

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

/// How a predicate refuses a request.
#[derive(Debug)]
#[non_exhaustive]
pub enum Refused {
    /// With `false` or `None`: the response is the guard's.
    Silently,
    /// With a [`Rejection`], which the guard logs and completes as one of its own.
    Rejection(Rejection),
    /// With another response.
    Response(Response),
    /// An argument of the predicate is not in the request: the response of its extractor.
    Argument(Response),
}

impl Refused {
    /// Converts the error of a predicate, and keeps a [`Rejection`] as such.
    ///
    /// It compares types at run time, because an implementation of [`Verdict`](super::Verdict) for `Rejection` would overlap with
    /// that for all responses.
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
    /// Returns the response by which the predicate of the route refuses this request, and logs it.
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

    /// Completes a predicate's own response, and logs it unless the guard has done that.
    ///
    /// A success status is replaced by 403, because the client would take the refused request for completed. A 401
    /// and a 403 get the challenge of the guard's (RFC 9110, section 15.5.2), and no cache stores the response.
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
