use std::error::Error;

use http::HeaderValue;

use crate::{
    bounded::Overrun,
    entity::{NotLoaded, StoreError},
    jwt::token::{NoBearer, NoQueryToken, Unusable},
    policy::requirement::Unmet,
    rejection::RejectionKind,
};

/// The reason why a guard refused a request: the kind is for the client, the code for the log.
pub(crate) struct Refusal {
    pub(crate) kind: RejectionKind,
    pub(crate) code: &'static str,
    /// The error of the store, the predicate, the issuer or the provider, for the log; `None` where the request
    /// is at fault.
    pub(crate) source: Option<Box<dyn Error + Send + Sync>>,
    /// The route's own challenge, where it has more parameters than the kind's.
    pub(crate) challenge: Option<HeaderValue>,
    /// The request has no credentials at all.
    is_missing: bool,
}

impl Refusal {
    /// The token is valid, but the route does not accept its table.
    pub(crate) const OTHER_ENTITY: Self =
        Self::new(RejectionKind::InsufficientScope, "other_entity");

    /// The request has no credentials at all.
    pub(crate) const MISSING: Self = Self {
        kind: RejectionKind::MissingToken,
        code: "missing_token",
        source: None,
        challenge: None,
        is_missing: true,
    };

    const fn new(kind: RejectionKind, code: &'static str) -> Self {
        Self {
            kind,
            code,
            source: None,
            challenge: None,
            is_missing: false,
        }
    }

    /// Returns the refusal of a token that is not valid (401).
    pub(crate) const fn invalid_token(code: &'static str) -> Self {
        Self::new(RejectionKind::InvalidToken, code)
    }

    /// Returns the refusal of a malformed request (400).
    pub(crate) const fn invalid_request(code: &'static str) -> Self {
        Self::new(RejectionKind::InvalidRequest, code)
    }

    /// The token is valid, but the route's predicate refuses its caller.
    pub(crate) const PREDICATE: Self = Self::new(RejectionKind::InsufficientScope, "guard_refused");

    /// Returns the refusal of a valid token whose caller does not meet a requirement.
    pub(super) fn unmet(unmet: &Unmet<'_>) -> Self {
        Self {
            challenge: unmet.challenge.cloned(),
            ..Self::new(unmet.kind, unmet.code)
        }
    }

    /// Returns the refusal of a valid token whose entity was not loaded.
    pub(crate) fn not_loaded(reason: NotLoaded) -> Self {
        match reason {
            NotLoaded::Missing => Self::invalid_token("no_such_entity"),
            NotLoaded::OtherEntity => Self::invalid_token("store_mismatch"),
            NotLoaded::Store(error) => Self::store_failed(error),
        }
    }

    /// Returns the refusal for a predicate, or an entity's own roles, that timed out or panicked.
    pub(crate) fn application_failed(overrun: Overrun) -> Self {
        let refusal = match overrun {
            Overrun::TimedOut(_) => Self::new(RejectionKind::Unavailable, "guard_timed_out"),
            Overrun::Panicked => Self::new(RejectionKind::Internal, "guard_panicked"),
        };
        Self {
            source: Some(Box::new(overrun)),
            ..refusal
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

    /// Returns the refusal of a token that the provider could not verify, because it failed or timed out.
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

    /// Returns the refusal of a token whose issuer's keys could not be fetched.
    #[cfg(feature = "jwks")]
    pub(crate) fn issuer_unavailable(error: impl Error + Send + Sync + 'static) -> Self {
        Self {
            source: Some(Box::new(error)),
            ..Self::new(RejectionKind::Unavailable, "issuer_unavailable")
        }
    }

    /// Returns whether the request has no credentials at all. Credentials of another scheme, such as `Basic`,
    /// count.
    pub(crate) const fn is_missing(&self) -> bool {
        self.is_missing
    }
}

impl From<NoBearer> for Refusal {
    fn from(none: NoBearer) -> Self {
        match none {
            NoBearer::Missing => Self::MISSING,
            // RFC 6750, section 3: a request with an unsupported scheme has no authentication information, so
            // its challenge has no `error`.
            NoBearer::OtherScheme => Self::new(RejectionKind::MissingToken, "other_scheme"),
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
