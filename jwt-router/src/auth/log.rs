//! Refusals as responses, and in the log.

use http::StatusCode;

use super::{Refusal, RouteGuard};
use crate::rejection::{RefusalObserver, Rejection};

impl RouteGuard {
    /// Logs the response of a predicate that refuses by one of its own: one that fails does so for every
    /// request.
    pub(crate) fn note_answer(&self, status: StatusCode) {
        let Self {
            handler,
            file,
            line,
            access,
            ..
        } = self;
        let (code, status) = ("guard_answered", status.as_u16());
        if status >= 500 {
            tracing::error!(target: TARGET, %handler, %access, location = %format_args!("{file}:{line}"), status, code, "request refused by its predicate");
        } else {
            tracing::info!(target: TARGET, %handler, %access, location = %format_args!("{file}:{line}"), status, code, "request refused by its predicate");
        }
    }

    /// Logs a refusal, tells the observer of the request, and returns the refusal as a response.
    pub(crate) fn reject(&self, refusal: Refusal, observer: Option<&RefusalObserver>) -> Rejection {
        let Self {
            handler,
            file,
            line,
            access,
            ..
        } = self;
        let status = refusal.kind.status().as_u16();
        let code = refusal.code;
        if let Some(error) = &refusal.source {
            tracing::error!(target: TARGET, %handler, %access, location = %format_args!("{file}:{line}"), status, code, %error, "request refused");
        } else {
            tracing::info!(target: TARGET, %handler, %access, location = %format_args!("{file}:{line}"), status, code, "request refused");
        }
        if let Some(observer) = observer {
            observer.notify(refusal.kind);
        }
        let on_reject = self.jwt.config().on_reject.as_ref();
        Rejection::new(refusal.kind, on_reject).with_challenge(refusal.challenge)
    }
}

/// The target of the events, which filters name: it does not follow the module.
const TARGET: &str = "jwt_router::guard";
