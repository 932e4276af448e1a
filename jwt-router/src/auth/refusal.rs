use std::{error::Error, sync::Arc};

use http::HeaderValue;
use tracing::Level;

use super::{CallerName, log::PREDICATE_REFUSED};
#[cfg(feature = "cookies")]
use crate::cookies::CookieFault;
use crate::{
    bounded::Overrun,
    entity::{NotLoaded, StoreError},
    jwt::token::{NoBearer, NoProtocolToken, NoQueryToken, Unusable},
    policy::requirement::Unmet,
    rejection::RejectionKind,
};

/// The decision of a guard to refuse a request: the kind determines the response, and the code names the reason
/// in the log.
pub(crate) struct Refusal {
    pub(crate) kind: RejectionKind,
    pub(crate) code: &'static str,
    /// The error of the store, predicate, issuer or provider that caused the refusal, for the log; `None` if
    /// the request itself is the cause.
    pub(crate) source: Option<Box<dyn Error + Send + Sync>>,
    /// The challenge with details of the route, such as its scopes; `None` for the usual challenge of the kind.
    pub(crate) challenge: Option<Arc<HeaderValue>>,
    /// The caller, if the token is valid.
    pub(crate) caller: Option<Box<CallerName>>,
    /// Whether the request has no token, because it has no credentials, or only credentials of another scheme.
    has_no_token: bool,
    /// The level in the log; `None` for the usual level of the kind.
    level: Option<Level>,
    /// Whether the cookie with the refused token stays in the browser, because the token may be accepted later.
    #[cfg(feature = "cookies")]
    keeps_cookie: bool,
}

/// The level for a store that returns another entity than the token names, or an old state of its session. It is a fault
/// of the application that no 5xx response shows.
const STORE_FAULT: Option<Level> = Some(Level::WARN);

impl Refusal {
    /// The refusal of a valid token of an entity that the route does not accept.
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
            source: None,
            challenge: None,
            caller: None,
            has_no_token: false,
            level: None,
            #[cfg(feature = "cookies")]
            keeps_cookie: false,
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
        Self {
            challenge: unmet.challenge.map(Arc::clone),
            ..Self::new(unmet.kind, unmet.code)
        }
    }

    /// The refusal of a link or ticket for one use if the application has no store of sessions, which records used
    /// tokens.
    pub(crate) const NO_SESSION_STORE: Self =
        Self::new(RejectionKind::Internal, "no_session_store");

    /// The refusal of an argument `Loaded<T>` whose value another argument of the handler has taken already.
    pub(crate) const TAKEN_TWICE: Self = Self::new(RejectionKind::Internal, "loaded_taken_twice");

    /// Returns the refusal of a valid token whose entity does not exist or could not be loaded.
    pub(crate) fn not_loaded(reason: NotLoaded) -> Self {
        match reason {
            NotLoaded::Missing => Self::invalid_token("no_such_entity"),
            NotLoaded::OtherEntity => Self {
                level: STORE_FAULT,
                ..Self::invalid_token("store_mismatch")
            },
            NotLoaded::OldVersion => Self::invalid_token("old_token_version"),
            NotLoaded::SessionEnded => Self::invalid_token("session_ended"),
            // The store may accept the token when it has caught up.
            NotLoaded::StoreBehind => Self {
                level: STORE_FAULT,
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
        Self {
            source: Some(Box::new(overrun)),
            ..refusal
        }
    }

    /// Returns the refusal of a caller for whose entity the function of `#[entity(roles = ..)]` panicked.
    pub(super) fn roles_failed(overrun: Overrun) -> Self {
        Self {
            source: Some(Box::new(overrun)),
            ..Self::new(RejectionKind::Internal, "roles_panicked")
        }
    }

    fn store_failed(error: StoreError) -> Self {
        let refusal = if error.is_panic() {
            Self::new(RejectionKind::Internal, "store_panicked")
        } else {
            Self::new(RejectionKind::Unavailable, "store_unavailable")
        };
        Self {
            source: Some(Box::new(error)),
            ..refusal
        }
    }

    /// Returns the refusal of a token that the login provider could not verify, because its server failed or
    /// timed out.
    #[allow(
        dead_code,
        reason = "only the authenticators of providers call it, which are features"
    )]
    pub(crate) fn provider_unavailable(error: impl Error + Send + Sync + 'static) -> Self {
        Self {
            source: Some(Box::new(error)),
            ..Self::new(RejectionKind::Unavailable, "provider_unavailable")
        }
    }

    /// The refusal of a token with an unknown `kid`, if the keys of its issuer could not be fetched lately.
    ///
    /// Anybody can send such a token, so it is not logged as an error. The fetch that failed is.
    #[cfg(feature = "jwks")]
    pub(crate) const UNKNOWN_KEY: Self = {
        let mut unknown = Self::new(RejectionKind::Unavailable, "issuer_key_unknown");
        unknown.level = Some(Level::INFO);
        unknown
    };

    /// Returns the refusal of a token that could not be verified, because the keys of its issuer could not be
    /// fetched.
    #[cfg(feature = "jwks")]
    pub(crate) fn issuer_unavailable(error: impl Error + Send + Sync + 'static) -> Self {
        Self {
            source: Some(Box::new(error)),
            ..Self::new(RejectionKind::Unavailable, "issuer_unavailable")
        }
    }

    /// Returns whether the request has no token, because it has no credentials, or only credentials of another scheme,
    /// such as `Basic`.
    pub(crate) const fn has_no_token(&self) -> bool {
        self.has_no_token
    }

    /// Adds the caller of a valid token, for the log.
    #[must_use]
    pub(crate) fn of_caller(mut self, name: impl FnOnce() -> CallerName) -> Self {
        self.caller.get_or_insert_with(|| Box::new(name()));
        self
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
        self.level.unwrap_or_else(|| {
            if self.source.is_some() || self.kind.status().is_server_error() {
                Level::ERROR
            } else if self.kind == RejectionKind::MissingToken {
                Level::DEBUG
            } else {
                Level::INFO
            }
        })
    }
}

#[cfg(feature = "cookies")]
impl From<CookieFault> for Refusal {
    fn from(fault: CookieFault) -> Self {
        match fault {
            CookieFault::Repeated => Self::invalid_request("repeated_cookie"),
            CookieFault::Malformed => Self::invalid_request("malformed_cookie"),
            CookieFault::CrossOrigin => Self::new(RejectionKind::CrossOrigin, "cross_origin"),
        }
    }
}

impl From<NoBearer> for Refusal {
    fn from(none: NoBearer) -> Self {
        match none {
            NoBearer::Missing => Self::MISSING,
            // RFC 6750, section 3: a request with an unsupported scheme has no authentication information, so
            // its challenge has no `error`.
            NoBearer::OtherScheme => Self {
                code: "other_scheme",
                ..Self::MISSING
            },
            NoBearer::NoScheme => Self::new(RejectionKind::MissingToken, "no_scheme"),
            NoBearer::Repeated => Self::invalid_request("repeated_header"),
            NoBearer::Malformed => Self::invalid_request("malformed_header"),
        }
    }
}

impl From<Unusable> for Refusal {
    fn from(unusable: Unusable) -> Self {
        match unusable {
            Unusable::Credentials(none) => none.into(),
            Unusable::Token(reason) => Self::invalid_token(reason.code()),
        }
    }
}

impl From<NoQueryToken> for Refusal {
    fn from(none: NoQueryToken) -> Self {
        match none {
            NoQueryToken::Missing => Self::MISSING,
            NoQueryToken::Repeated => Self::invalid_request("repeated_parameter"),
            NoQueryToken::Malformed => Self::invalid_request("malformed_parameter"),
        }
    }
}

impl From<NoProtocolToken> for Refusal {
    fn from(none: NoProtocolToken) -> Self {
        match none {
            NoProtocolToken::Missing => Self::MISSING,
            NoProtocolToken::Malformed => Self::invalid_request("malformed_protocol"),
        }
    }
}
