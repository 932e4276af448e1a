//! Refusals as responses, and in the log.

use http::StatusCode;

use super::{Refusal, RouteGuard};
use crate::rejection::{RefusalObserver, Rejection};

impl RouteGuard {
    /// Logs a refusal for which the predicate returned a response of its own.
    ///
    /// A status of 500 or more is an error in the log: a predicate that fails does so for every request.
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

    /// Logs a refusal, notifies the request's observer, and returns the response.
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

/// The `tracing` target of the events. It is a fixed text, since users name it in their filters: the default,
/// the module's path, would change with the module.
const TARGET: &str = "jwt_router::guard";
