use std::error::Error;

use http::HeaderValue;

use crate::{
    bounded::Overrun,
    entity::{NotLoaded, StoreError},
    jwt::token::{NoBearer, NoQueryToken, Unusable},
    policy::requirement::Unmet,
    rejection::RejectionKind,
};

/// Why a guard refused: the kind for the client, the code for the log.
pub(crate) struct Refusal {
    pub(crate) kind: RejectionKind,
    pub(crate) code: &'static str,
    /// What failed, where the request is not at fault: for the log.
    pub(crate) source: Option<Box<dyn Error + Send + Sync>>,
    /// What the route says, where that is more than its kind does.
    pub(crate) challenge: Option<HeaderValue>,
    is_missing: bool,
}

impl Refusal {
    /// A good token of a table that may not come here.
    pub(crate) const OTHER_ENTITY: Self =
        Self::new(RejectionKind::InsufficientScope, "other_entity");

    /// No credentials at all.
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

    pub(crate) const fn invalid_token(code: &'static str) -> Self {
        Self::new(RejectionKind::InvalidToken, code)
    }

    pub(crate) const fn invalid_request(code: &'static str) -> Self {
        Self::new(RejectionKind::InvalidRequest, code)
    }

    /// A valid token of a caller whom the route's predicate refuses.
    pub(crate) const PREDICATE: Self = Self::new(RejectionKind::InsufficientScope, "guard_refused");

    /// A valid token of a caller who does not meet a requirement.
    pub(super) fn unmet(unmet: &Unmet<'_>) -> Self {
        Self {
            challenge: unmet.challenge.cloned(),
            ..Self::new(unmet.kind, unmet.code)
        }
    }

    /// A valid token whose entity was not loaded.
    pub(crate) fn not_loaded(reason: NotLoaded) -> Self {
        match reason {
            NotLoaded::Missing => Self::invalid_token("no_such_entity"),
            NotLoaded::OtherEntity => Self::invalid_token("store_mismatch"),
            NotLoaded::Store(error) => Self::store_failed(error),
        }
    }

    /// The predicate, or the entity's own roles, took too long or panicked.
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

    /// A token of an issuer whose keys are not there.
    #[cfg(feature = "jwks")]
    pub(crate) fn issuer_unavailable(error: impl Error + Send + Sync + 'static) -> Self {
        Self {
            source: Some(Box::new(error)),
            ..Self::new(RejectionKind::Unavailable, "issuer_unavailable")
        }
    }

    /// Whether no credentials were sent at all: another scheme's are not nothing.
    pub(crate) const fn is_missing(&self) -> bool {
        self.is_missing
    }
}

impl From<NoBearer> for Refusal {
    fn from(none: NoBearer) -> Self {
        match none {
            NoBearer::Missing => Self::MISSING,
            // RFC 6750, section 3: an unsupported scheme is no attempt to use a token.
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
