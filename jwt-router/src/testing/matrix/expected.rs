//! What the policy says that a caller is answered, and what it means when it is not so.

use http::{Method, StatusCode};

use super::{caller::Caller, send::Answer};
use crate::{policy::lock::LockedPolicy, rejection::RejectionKind};

/// What a caller is to be answered.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Expected {
    /// Whatever the handler says.
    LetIn,
    /// Whatever the handler says, or a refusal of the route's predicate.
    Judged,
    /// A refusal of the guard.
    Refused(RejectionKind),
    /// The route is public, and may look at a token that it is shown.
    Anything,
    /// 405, or the refusal of a merged router.
    NoMethod,
}

/// What it means that an answer is another one.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Meaning {
    /// Who is to be refused is let in.
    Open,
    /// The status is right, and no guard gave it.
    NotTheGuard,
    /// The guard refused, and the answer has another status.
    Disguised,
    /// The guard refused for another reason.
    OtherRefusal(RejectionKind),
    /// Who is to be let in is refused.
    Closed,
    /// A store did not answer, so that nothing is known.
    StoreDown,
    /// No guard stands before a handler that needs one.
    Unguarded,
    /// Something answers a method that the path does not have.
    Routed,
}

impl Expected {
    /// What the route is to answer this caller. `is_fit` says that the token, if it is good, is of
    /// somebody who may come here.
    pub(super) fn of(caller: Caller, policy: &LockedPolicy, is_fit: bool) -> Self {
        let let_in = match (is_fit, policy.requirements.predicate().is_some()) {
            (false, _) => Self::Refused(RejectionKind::InsufficientScope),
            (true, false) => Self::LetIn,
            (true, true) => Self::Judged,
        };
        if policy.is_public && caller != Caller::OtherMethods {
            let is_bare = caller == Caller::NoToken;
            return if is_bare { Self::LetIn } else { Self::Anything };
        }
        match caller {
            Caller::OtherMethods => Self::NoMethod,
            Caller::NoToken => Self::Refused(RejectionKind::MissingToken),
            Caller::Nobody if policy.claims_only => let_in,
            Caller::Malformed
            | Caller::Expired
            | Caller::WrongKey
            | Caller::AlgNone
            | Caller::Refresh
            | Caller::Nobody => Self::Refused(RejectionKind::InvalidToken),
            Caller::Person(_) | Caller::InUrl => let_in,
            Caller::TwoTokens => Self::Refused(RejectionKind::InvalidRequest),
            Caller::ShortOf(_, column) => Self::Refused(column.refused),
        }
    }

    /// Whether a handler is to run, or may.
    pub(super) const fn may_run_a_handler(self) -> bool {
        match self {
            Self::LetIn | Self::Judged | Self::Anything => true,
            Self::Refused(_) | Self::NoMethod => false,
        }
    }

    /// What is wrong with an answer, if anything is.
    pub(super) fn wrong(self, answer: &Answer, method: &Method) -> Option<Meaning> {
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
            // With another status it is the handler that answers: it took the refusal as an argument.
            (Self::LetIn | Self::Judged, Some(refused)) => {
                (answer.status == refused.status()).then_some(Meaning::Closed)
            }
            (Self::NoMethod, Some(refused)) => {
                (answer.status != refused.status()).then_some(Meaning::Disguised)
            }
            (Self::NoMethod, None) => {
                let is_none = answer.status == StatusCode::METHOD_NOT_ALLOWED;
                // A layer answers preflight requests outside of the guards.
                let is_preflight = method == Method::OPTIONS && answer.is_cors;
                (!is_none && !is_preflight).then_some(Meaning::Routed)
            }
        }
    }

    /// `expected 401`: what is expected, in a sentence.
    pub(super) fn words(self) -> String {
        match self {
            Self::LetIn | Self::Judged => "to be let in".to_owned(),
            Self::Refused(kind) => kind.status().as_u16().to_string(),
            Self::Anything => "an answer".to_owned(),
            Self::NoMethod => "405".to_owned(),
        }
    }
}
