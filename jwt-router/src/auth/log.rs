//! Logs refused requests, and converts refusals into responses.

use http::StatusCode;

use super::{Refusal, RouteGuard};
use crate::rejection::{RefusalObserver, Rejection};

impl RouteGuard {
    /// Logs that the route's predicate refused a request with a response of its own.
    ///
    /// A status of 500 or more is logged as an error, because it means that the predicate itself failed.
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

    /// Logs a refusal, notifies the observer of the request, if any, and returns the response.
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
        let format = self.jwt.config().rejections.as_ref();
        Rejection::new(refusal.kind, format).with_challenge(refusal.challenge)
    }
}

/// The `tracing` target of the log events about refusals. Users name it in their filters, so it must not
/// change. The default target is the module's path, which changes when code moves.
const TARGET: &str = "jwt_router::guard";
