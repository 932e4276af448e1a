use http::HeaderValue;

use crate::{
    entity::StoreError,
    rejection::RejectionKind,
    token::{NoBearer, NoQueryToken, Unusable},
};

/// Why a guard refused: the kind for the client, the code for the log.
pub(super) struct Refusal {
    pub(super) kind: RejectionKind,
    pub(super) code: &'static str,
    pub(super) store: Option<StoreError>,
    /// What the route says, where that is more than its kind does.
    pub(super) challenge: Option<HeaderValue>,
}

impl Refusal {
    /// A good token of a table that may not come here.
    pub(super) const OTHER_ENTITY: Self =
        Self::new(RejectionKind::InsufficientScope, "other_entity");

    /// No credentials at all.
    pub(super) const MISSING: Self = Self::new(RejectionKind::MissingToken, "missing_token");

    const fn new(kind: RejectionKind, code: &'static str) -> Self {
        Self {
            kind,
            code,
            store: None,
            challenge: None,
        }
    }

    pub(super) const fn invalid_token(code: &'static str) -> Self {
        Self::new(RejectionKind::InvalidToken, code)
    }

    pub(super) const fn invalid_request(code: &'static str) -> Self {
        Self::new(RejectionKind::InvalidRequest, code)
    }

    /// A good token without the scopes that the route demands.
    pub(super) fn missing_scope(challenge: Option<HeaderValue>) -> Self {
        Self {
            challenge,
            ..Self::new(RejectionKind::InsufficientScope, "missing_scope")
        }
    }

    /// A good token of somebody without the roles that the route demands.
    pub(super) const fn missing_role() -> Self {
        Self::new(RejectionKind::InsufficientScope, "missing_role")
    }

    /// A good token of somebody who logged in too long ago, or never.
    pub(super) fn not_fresh(challenge: Option<HeaderValue>) -> Self {
        let kind = RejectionKind::InsufficientUserAuthentication;
        Self {
            challenge,
            ..Self::new(kind, "not_fresh")
        }
    }

    /// A good token of somebody whom the route's predicate refuses.
    pub(super) const fn guard_refused() -> Self {
        Self::new(RejectionKind::InsufficientScope, "guard_refused")
    }

    pub(super) fn unavailable(error: StoreError) -> Self {
        Self {
            store: Some(error),
            ..Self::new(RejectionKind::Unavailable, "store_unavailable")
        }
    }

    #[cfg(feature = "google")]
    pub(super) fn provider_unavailable(
        error: impl std::error::Error + Send + Sync + 'static,
    ) -> Self {
        Self {
            store: Some(StoreError::new(error)),
            ..Self::new(RejectionKind::Unavailable, "provider_unavailable")
        }
    }

    /// A token of an issuer whose keys could never be fetched.
    #[cfg(feature = "jwks")]
    pub(super) const fn issuer_unavailable() -> Self {
        Self::new(RejectionKind::Unavailable, "issuer_unavailable")
    }

    /// Whether no credentials were sent at all: another scheme's are not nothing.
    pub(super) fn is_missing(&self) -> bool {
        self.code == Self::MISSING.code
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
