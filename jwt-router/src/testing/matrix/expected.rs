//! The response that the policy requires for a caller, and the kinds of deviation from it.

use http::{Method, StatusCode};

use super::{caller::CallerKind, send::MatrixResponse};
use crate::{policy::lock::LockedPolicy, rejection::RejectionKind};

/// The response that a caller must get.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Expectation {
    /// Any response of the handler.
    LetIn,
    /// Any response of the handler, or a refusal by the route's predicate.
    Judged,
    /// A refusal by the guard, of this kind.
    Refused(RejectionKind),
    /// Any response: the route is public, and its arguments may refuse the token.
    Anything,
    /// The path has no route for this method: 405 Method Not Allowed, or a 401 where the guard of a merged router
    /// refuses the request first.
    NoMethod,
}

/// How a response deviates from the expected one.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Meaning {
    /// A caller is let in who must be refused.
    Open,
    /// The status is right, but it does not come from the guard.
    NotTheGuard,
    /// The guard refused, but the response has another status than that of the refusal.
    Disguised,
    /// The guard refused for another reason.
    OtherRefusal(RejectionKind),
    /// A caller is refused who must be let in.
    Closed,
    /// A store failed, so the result is unknown.
    StoreDown,
    /// A handler takes the caller, and no guard runs before it.
    Unguarded,
    /// The application responds to a method that the path does not have.
    Routed,
}

impl Expectation {
    /// Returns the response that the policy requires for this caller.
    ///
    /// `is_fit` is whether the route lets in the caller with a valid token that meets the requirements.
    pub(super) fn of(caller: CallerKind, policy: &LockedPolicy, is_fit: bool) -> Self {
        let let_in = match (is_fit, policy.requirements.predicate().is_some()) {
            (false, _) => Self::Refused(RejectionKind::InsufficientScope),
            (true, false) => Self::LetIn,
            (true, true) => Self::Judged,
        };
        if policy.is_public && caller != CallerKind::OtherMethods {
            let is_bare = caller == CallerKind::NoToken;
            return if is_bare { Self::LetIn } else { Self::Anything };
        }
        match caller {
            CallerKind::OtherMethods => Self::NoMethod,
            CallerKind::NoToken => Self::Refused(RejectionKind::MissingToken),
            CallerKind::NoEntity if policy.claims_only => let_in,
            CallerKind::Malformed
            | CallerKind::Expired
            | CallerKind::WrongKey
            | CallerKind::AlgNone
            | CallerKind::Refresh
            | CallerKind::NoEntity => Self::Refused(RejectionKind::InvalidToken),
            CallerKind::Person(_) | CallerKind::InUrl => let_in,
            CallerKind::TwoTokens => Self::Refused(RejectionKind::InvalidRequest),
            CallerKind::ShortOf(_, column) => Self::Refused(column.refused),
        }
    }

    /// Returns whether the expected response may come from a handler.
    pub(super) const fn may_run_a_handler(self) -> bool {
        match self {
            Self::LetIn | Self::Judged | Self::Anything => true,
            Self::Refused(_) | Self::NoMethod => false,
        }
    }

    /// Returns how a response deviates from the expected one; `None` if it does not.
    pub(super) fn wrong(self, answer: &MatrixResponse, method: &Method) -> Option<Meaning> {
        match (self, answer.refused) {
            (_, Some(RejectionKind::Unavailable)) => Some(Meaning::StoreDown),
            (_, Some(RejectionKind::Unguarded)) => Some(Meaning::Unguarded),
            (Self::Refused(kind), Some(refused)) if kind != refused => {
                Some(Meaning::OtherRefusal(refused))
            }
            (Self::Refused(kind), Some(_)) => {
                (answer.status != kind.status()).then_some(Meaning::Disguised)
            }
            (Self::Refused(kind), None) if answer.status == kind.status() => {
                Some(Meaning::NotTheGuard)
            }
            (Self::Refused(_), None) if method == Method::OPTIONS && answer.is_cors => None,
            (Self::Refused(_), None) => Some(Meaning::Open),
            (Self::LetIn | Self::Judged, None)
            | (Self::Judged, Some(RejectionKind::InsufficientScope))
            | (Self::Anything, _) => None,
            // With another status than the refusal's, the handler responded: it took the `Rejection` as an
            // argument.
            (Self::LetIn | Self::Judged, Some(refused)) => {
                (answer.status == refused.status()).then_some(Meaning::Closed)
            }
            (Self::NoMethod, Some(refused)) => {
                (answer.status != refused.status()).then_some(Meaning::Disguised)
            }
            (Self::NoMethod, None) => {
                let is_none = answer.status == StatusCode::METHOD_NOT_ALLOWED;
                // A CORS layer outside of the guards responds to preflight requests.
                let is_preflight = method == Method::OPTIONS && answer.is_cors;
                (!is_none && !is_preflight).then_some(Meaning::Routed)
            }
        }
    }

    /// Returns the expected response in words that follow `expected`: `401`, `to be let in`.
    pub(super) fn words(self) -> String {
        match self {
            Self::LetIn | Self::Judged => "to be let in".to_owned(),
            Self::Refused(kind) => kind.status().as_u16().to_string(),
            Self::Anything => "an answer".to_owned(),
            Self::NoMethod => "405".to_owned(),
        }
    }
}
