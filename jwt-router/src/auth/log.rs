//! Logs refused requests, and converts refusals into responses.

use std::error::Error;

use http::StatusCode;
use tracing::Level;

use super::{CallerName, Head, Refusal, RouteGuard};
use crate::rejection::{Rejection, RejectionKind};

impl RouteGuard {
    /// Logs a refusal, notifies the observer of the request, if any, and returns the response.
    pub(crate) fn reject(&self, refusal: &Refusal, head: Head<'_>) -> Rejection {
        self.log(&Event {
            level: refusal.level(),
            status: refusal.kind.status(),
            code: refusal.code,
            caller: refusal.caller(),
            error: refusal.source(),
            detail: None,
        });
        if let Some(observer) = head.observer() {
            observer.notify(refusal.kind);
        }
        let format = self.jwt.config().rejections.as_ref();
        let rejection = Rejection::new(refusal.kind, format);
        #[cfg(feature = "cookies")]
        let rejection = if refusal.removes_cookie() {
            rejection.with_removed(self.removed_cookie(head))
        } else {
            rejection
        };
        let rejection = rejection.with_challenge(refusal.challenge());
        rejection.of_guard(refusal.code, head.method(), || head.matched_path())
    }

    /// Logs that the predicate of the route refuses a request with this [`Rejection`], and notifies the observer of
    /// the request, if any. Returns the rejection with the log code and, if the application has an `on_reject`, with
    /// the method and the path pattern of the request.
    ///
    /// If the predicate passes on a rejection of the guard, such as the error of its argument
    /// `Result<G<User>, Rejection>`, that rejection is complete and logged already, and is returned unchanged.
    pub(crate) fn reject_by_predicate(
        &self,
        rejection: Rejection,
        caller: Option<&CallerName>,
        head: Head<'_>,
    ) -> Rejection {
        if rejection.is_of_guard() {
            return rejection;
        }
        self.log_predicate(rejection.status(), caller, rejection.own_detail());
        if let Some(observer) = head.observer() {
            let is_fault = rejection.status().is_server_error();
            observer.notify(if is_fault {
                rejection.kind()
            } else {
                RejectionKind::InsufficientScope
            });
        }
        rejection.of_guard(PREDICATE_REFUSED, head.method(), || head.matched_path())
    }

    /// Logs that the predicate of the route refused a request, with the status of the response and `detail`, the
    /// sentence for the client.
    ///
    /// A status of 500 or more is logged as an error, because it means that the predicate itself failed.
    pub(crate) fn log_predicate(
        &self,
        status: StatusCode,
        caller: Option<&CallerName>,
        detail: Option<&str>,
    ) {
        let level = if status.is_server_error() {
            Level::ERROR
        } else {
            Level::INFO
        };
        self.log(&Event {
            level,
            status,
            code: PREDICATE_REFUSED,
            caller,
            error: None,
            detail,
        });
    }

    fn log(&self, event: &Event<'_>) {
        let Self {
            handler,
            file,
            line,
            access,
            ..
        } = self;
        // The macros need their level as a constant. They evaluate the values of the fields only if the level is enabled.
        macro_rules! log {
            ($level:ident) => {
                tracing::$level!(
                    target: TARGET,
                    %handler,
                    %access,
                    location = %format_args!("{file}:{line}"),
                    status = event.status.as_u16(),
                    code = event.code,
                    table = event.caller.map(|caller| caller.table),
                    key = event.caller.and_then(|caller| caller.key.as_deref()),
                    detail = event.detail.map(tracing::field::debug),
                    error = event.error.map(tracing::field::display),
                    "request refused"
                )
            };
        }
        match event.level {
            Level::ERROR => log!(error),
            Level::WARN => log!(warn),
            Level::INFO => log!(info),
            _ => log!(debug),
        }
    }
}

/// The fields of the log event about a refused request.
struct Event<'e> {
    level: Level,
    status: StatusCode,
    code: &'static str,
    caller: Option<&'e CallerName>,
    error: Option<&'e (dyn Error + Send + Sync)>,
    /// The sentence for the client that a predicate chose.
    detail: Option<&'e str>,
}

/// The code that names the refusal by a predicate in the log.
pub(super) const PREDICATE_REFUSED: &str = "predicate_refused";

/// The `tracing` target of the log events about refusals. Users name it in their filters, so it must not
/// change. The default target is the module's path, which changes when code moves.
const TARGET: &str = "jwt_router::guard";
