use std::error::Error;

use http::HeaderValue;

use crate::{
    bounded::Overrun,
    entity::{NotLoaded, StoreError},
    jwt::token::{NoBearer, NoQueryToken, Unusable},
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
    pub(crate) challenge: Option<HeaderValue>,
    /// Whether the request has no credentials at all.
    is_missing: bool,
}

impl Refusal {
    /// The refusal of a valid token of an entity that the route does not accept.
    pub(crate) const OTHER_ENTITY: Self =
        Self::new(RejectionKind::InsufficientScope, "other_entity");

    /// The refusal of a request without any credentials.
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

    /// Returns the refusal of an invalid token, with the status 401. `code` names the reason in the log.
    pub(crate) const fn invalid_token(code: &'static str) -> Self {
        Self::new(RejectionKind::InvalidToken, code)
    }

    /// Returns the refusal of a malformed request, with the status 400. `code` names the reason in the log.
    pub(crate) const fn invalid_request(code: &'static str) -> Self {
        Self::new(RejectionKind::InvalidRequest, code)
    }

    /// The refusal of a caller with a valid token whom the route's predicate does not let in.
    pub(crate) const PREDICATE: Self = Self::new(RejectionKind::InsufficientScope, "guard_refused");

    /// Returns the refusal of a caller with a valid token who does not meet a requirement of the route.
    pub(super) fn unmet(unmet: &Unmet<'_>) -> Self {
        Self {
            challenge: unmet.challenge.cloned(),
            ..Self::new(unmet.kind, unmet.code)
        }
    }

    /// Returns the refusal of a valid token whose entity does not exist or could not be loaded.
    pub(crate) fn not_loaded(reason: NotLoaded) -> Self {
        match reason {
            NotLoaded::Missing => Self::invalid_token("no_such_entity"),
            NotLoaded::OtherEntity => Self::invalid_token("store_mismatch"),
            NotLoaded::OldVersion => Self::invalid_token("old_token_version"),
            NotLoaded::Store(error) => Self::store_failed(error),
        }
    }

    /// Returns the refusal for code of the application, such as a predicate, that timed out or panicked.
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

    /// Returns the refusal of a token that could not be verified, because the keys of its issuer could not be
    /// fetched.
    #[cfg(feature = "jwks")]
    pub(crate) fn issuer_unavailable(error: impl Error + Send + Sync + 'static) -> Self {
        Self {
            source: Some(Box::new(error)),
            ..Self::new(RejectionKind::Unavailable, "issuer_unavailable")
        }
    }

    /// Returns whether the request was refused because it has no credentials at all. Returns `false` for
    /// credentials of another scheme, such as `Basic`.
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
