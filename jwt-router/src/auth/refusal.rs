//! The decision of a guard to refuse a request.

mod credentials;

use std::{error::Error, sync::Arc};

use http::HeaderValue;
use tracing::Level;

use super::{CallerName, log::PREDICATE_REFUSED};
use crate::{
    bounded::Overrun,
    entity::{NotLoaded, StoreError},
    policy::requirement::Unmet,
    rejection::RejectionKind,
};

/// The decision of a guard to refuse a request: the kind determines the response, and the code names the reason
/// in the log.
///
/// The parts that the most frequent refusal does not have are in a box, because a refusal is moved several times before
/// it becomes a response.
pub(crate) struct Refusal {
    pub(crate) kind: RejectionKind,
    pub(crate) code: &'static str,
    /// Whether the request has no token, because it has no credentials, or only credentials of another scheme.
    has_no_token: bool,
    log_level: LogLevel,
    /// Whether the cookie with a token that is refused as invalid stays in the browser, because the token may be
    /// accepted later. A refusal of another kind never removes the cookie.
    #[cfg(feature = "cookies")]
    keeps_cookie: bool,
    details: Option<Box<Details>>,
}

/// The parts of a [`Refusal`] that the refusal of a request without a token does not have.
#[derive(Default)]
struct Details {
    /// The error of the store, predicate, issuer or provider that caused the refusal, for the log; `None` if
    /// the request itself is the cause.
    source: Option<Box<dyn Error + Send + Sync>>,
    /// The challenge (`WWW-Authenticate` header) with details of the route, such as its scopes; `None` for the usual
    /// challenge of the refusal's kind.
    challenge: Option<Arc<HeaderValue>>,
    /// The caller, for the log; `None` if no caller is known, because the token is missing or invalid.
    caller: Option<CallerName>,
}

/// The level at which a refusal is logged.
#[derive(Clone, Copy)]
enum LogLevel {
    /// The usual level of the refusal's kind.
    OfKind,
    /// `INFO`, for a refusal that any client can cause while another server fails.
    #[cfg(feature = "jwks")]
    Info,
    Warn,
}

/// The log level if a store returns another entity than the token names, or a state of the token's session that is
/// older than the token. The response to such a fault of the application is 401, so that no 5xx response shows it.
const STORE_FAULT: LogLevel = LogLevel::Warn;

impl Refusal {
    /// The refusal of a caller with a valid token of an entity type that an argument of the handler, such as
    /// `Option<G<User>>`, does not accept.
    pub(crate) const OTHER_ENTITY: Self =
        Self::new(RejectionKind::InsufficientScope, "other_entity");

    /// The refusal of a request without any credentials.
    pub(crate) const MISSING: Self = {
        let mut missing = Self::new(RejectionKind::MissingToken, "missing_token");
        missing.has_no_token = true;
        missing
    };

    const fn new(kind: RejectionKind, code: &'static str) -> Self {
        Self {
            kind,
            code,
            has_no_token: false,
            log_level: LogLevel::OfKind,
            #[cfg(feature = "cookies")]
            keeps_cookie: false,
            details: None,
        }
    }

    /// The refusal of a request with tokens in two places.
    pub(crate) const TWO_TRANSPORTS: Self =
        Self::new(RejectionKind::InvalidRequest, "two_transports");

    /// Returns the refusal of an invalid token, with the status 401. `code` names the reason in the log.
    pub(crate) const fn invalid_token(code: &'static str) -> Self {
        Self::new(RejectionKind::InvalidToken, code)
    }

    /// Returns the refusal of a malformed request, with the status 400. `code` names the reason in the log.
    pub(crate) const fn invalid_request(code: &'static str) -> Self {
        Self::new(RejectionKind::InvalidRequest, code)
    }

    /// The refusal of a caller with a valid token whom the route's predicate does not let in.
    pub(crate) const PREDICATE: Self =
        Self::new(RejectionKind::InsufficientScope, PREDICATE_REFUSED);

    /// Returns the refusal of a caller with a valid token who does not meet a requirement of the route.
    pub(super) fn unmet(unmet: &Unmet<'_>) -> Self {
        let mut refusal = Self::new(unmet.kind, unmet.code);
        if let Some(challenge) = unmet.challenge {
            refusal.details.get_or_insert_default().challenge = Some(Arc::clone(challenge));
        }
        refusal
    }

    /// The refusal of a token for one use (a ticket, or a link that is minted with `once`) by an application without a
    /// store of sessions, in which used tokens are recorded.
    pub(crate) const NO_SESSION_STORE: Self =
        Self::new(RejectionKind::Internal, "no_session_store");

    /// The refusal of a request if a second argument of its handler takes the value of `Loaded<T>`, which can be taken
    /// only once.
    pub(crate) const TAKEN_TWICE: Self = Self::new(RejectionKind::Internal, "loaded_taken_twice");

    /// Returns the refusal of a verified token whose entity does not exist or could not be loaded, which has ended (by
    /// a new version, or with its session), or which can be used only once and was used before.
    pub(crate) fn not_loaded(reason: NotLoaded) -> Self {
        match reason {
            NotLoaded::Missing => Self::invalid_token("no_such_entity"),
            NotLoaded::OtherEntity => Self {
                log_level: STORE_FAULT,
                ..Self::invalid_token("store_mismatch")
            },
            NotLoaded::OldVersion => Self::invalid_token("old_token_version"),
            NotLoaded::SessionEnded => Self::invalid_token("session_ended"),
            // The store may accept the token when it has caught up.
            NotLoaded::StoreBehind => Self {
                log_level: STORE_FAULT,
                #[cfg(feature = "cookies")]
                keeps_cookie: true,
                ..Self::invalid_token("store_behind")
            },
            NotLoaded::LinkSpent => Self::invalid_token("spent_link"),
            NotLoaded::TicketSpent => Self::invalid_token("spent_ticket"),
            NotLoaded::Store(error) => Self::store_failed(error),
        }
    }

    /// Returns the refusal for a predicate that timed out or panicked.
    pub(crate) fn predicate_failed(overrun: Overrun) -> Self {
        let refusal = match overrun {
            Overrun::TimedOut(_) => Self::new(RejectionKind::Unavailable, "predicate_timed_out"),
            Overrun::Panicked => Self::new(RejectionKind::Internal, "predicate_panicked"),
        };
        refusal.caused_by(overrun)
    }

    /// Returns the refusal of a caller whose roles are unknown, because the function of `#[entity(roles = ..)]`
    /// panicked.
    pub(super) fn roles_failed(overrun: Overrun) -> Self {
        Self::new(RejectionKind::Internal, "roles_panicked").caused_by(overrun)
    }

    fn store_failed(error: StoreError) -> Self {
        let refusal = if error.is_panic() {
            Self::new(RejectionKind::Internal, "store_panicked")
        } else {
            Self::new(RejectionKind::Unavailable, "store_unavailable")
        };
        refusal.caused_by(error)
    }

    /// Returns the refusal of a token that the login provider could not verify, because its server failed or
    /// timed out.
    #[allow(
        dead_code,
        reason = "only the authenticators of providers call it, which are features"
    )]
    pub(crate) fn provider_unavailable(error: impl Error + Send + Sync + 'static) -> Self {
        Self::new(RejectionKind::Unavailable, "provider_unavailable").caused_by(error)
    }

    /// The refusal of a token with an unknown `kid`, if the last fetch of its issuer's keys failed. The status is 503
    /// and not 401, because the issuer may have published the key since the last successful fetch.
    ///
    /// Any client can send such a token, so the refusal is logged at `INFO`. The failed fetch has its own log event.
    #[cfg(feature = "jwks")]
    pub(crate) const UNKNOWN_KEY: Self = {
        let mut unknown = Self::new(RejectionKind::Unavailable, "issuer_key_unknown");
        unknown.log_level = LogLevel::Info;
        unknown
    };

    /// Returns the refusal of a token that could not be verified, because the keys of its issuer could not be
    /// fetched.
    #[cfg(feature = "jwks")]
    pub(crate) fn issuer_unavailable(error: impl Error + Send + Sync + 'static) -> Self {
        Self::new(RejectionKind::Unavailable, "issuer_unavailable").caused_by(error)
    }

    /// Returns whether the request has no token, because it has no credentials, or only credentials of another scheme,
    /// such as `Basic`.
    pub(crate) const fn has_no_token(&self) -> bool {
        self.has_no_token
    }

    /// Adds the caller for the log, unless the refusal has a caller already.
    #[must_use]
    pub(crate) fn of_caller(mut self, name: impl FnOnce() -> CallerName) -> Self {
        let details = self.details.get_or_insert_default();
        details.caller.get_or_insert_with(name);
        self
    }

    /// Adds the error that caused the refusal, for the log.
    fn caused_by(mut self, error: impl Error + Send + Sync + 'static) -> Self {
        self.details.get_or_insert_default().source = Some(Box::new(error));
        self
    }

    /// Returns the caller, for the log; `None` if no caller is known, because the token is missing or invalid.
    pub(super) fn caller(&self) -> Option<&CallerName> {
        self.details.as_ref()?.caller.as_ref()
    }

    /// Returns the error of the store, predicate, issuer or provider that caused the refusal; `None` if the request
    /// itself is the cause.
    pub(super) fn source(&self) -> Option<&(dyn Error + Send + Sync)> {
        self.details.as_ref()?.source.as_deref()
    }

    /// Returns the challenge (`WWW-Authenticate` header) with details of the route, such as its scopes; `None` for the
    /// usual challenge of the refusal's kind.
    pub(super) fn challenge(&self) -> Option<Arc<HeaderValue>> {
        self.details.as_ref()?.challenge.clone()
    }

    /// Returns whether the cookie with the refused token is to be removed from the browser, which would otherwise send
    /// it again with each request.
    #[cfg(feature = "cookies")]
    pub(super) fn removes_cookie(&self) -> bool {
        self.kind == RejectionKind::InvalidToken && !self.keeps_cookie
    }

    /// Returns the level at which this refusal is logged.
    ///
    /// Every site on the internet gets requests without a token, so their refusals are logged at `DEBUG`.
    pub(super) fn level(&self) -> Level {
        match self.log_level {
            #[cfg(feature = "jwks")]
            LogLevel::Info => Level::INFO,
            LogLevel::Warn => Level::WARN,
            LogLevel::OfKind if self.kind == RejectionKind::MissingToken => Level::DEBUG,
            LogLevel::OfKind if self.source().is_some() || self.kind.status().is_server_error() => {
                Level::ERROR
            }
            LogLevel::OfKind => Level::INFO,
        }
    }
}
