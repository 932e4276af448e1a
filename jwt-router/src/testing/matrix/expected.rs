//! The response that the policy of a route requires for a request of the test matrix, which sends requests of
//! every kind of caller, and the ways in which the actual response can differ from the required one.

use http::{Method, StatusCode};

use super::{caller::CallerKind, send::MatrixResponse};
use crate::{policy::lock::LockedPolicy, rejection::RejectionKind};

/// The response that the policy requires for a request of the test matrix.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Expectation {
    /// Any response of the handler: the policy lets the caller in.
    LetIn,
    /// Any response of the handler, or a refusal by the route's predicate, the function that `guard = ..` names in
    /// the route's attribute. The matrix does not know what the predicate decides.
    Judged,
    /// A refusal of this kind by the guard.
    Refused(RejectionKind),
    /// Any response: the route is public, but an argument of its handler, such as `Option<G<User>>`, may refuse
    /// the token.
    Anything,
    /// 405 Method Not Allowed, because the policy has no route with this path and method. The request has no
    /// token, so the guard's refusal of a missing token is right too: a merged router may have such a route.
    NoMethod,
}

/// The way in which a response to the test matrix differs from the response that the policy requires.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Meaning {
    /// A caller was let in whom the policy refuses.
    Open,
    /// The response has the required status, but the handler or a layer sent it, and not the guard.
    NotTheGuard,
    /// The guard refused the request, but the response has another status than the refusal.
    Disguised,
    /// The guard refused the request for this reason, but the policy requires a refusal for another one.
    OtherRefusal(RejectionKind),
    /// A caller was refused whom the policy lets in.
    Closed,
    /// The guard refused the request with 503, because a store failed or a predicate timed out. It is unknown whether
    /// the route enforces its policy.
    Unavailable,
    /// The response is the 500 of an extractor of the authenticated caller that found no guard before it.
    Unguarded,
    /// The path has no route for the method, but the application responded with another status than 405.
    Routed,
}

impl Expectation {
    /// Returns the response that the policy requires for this kind of caller.
    ///
    /// `is_fit` is whether the entity of the caller's token can meet all requirements of the route, apart from the
    /// predicate.
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
            | CallerKind::Link
            | CallerKind::Access
            | CallerKind::Ticket
            | CallerKind::EndedSession
            | CallerKind::NoEntity
            | CallerKind::OldVersion => Self::Refused(RejectionKind::InvalidToken),
            CallerKind::Person(_)
            | CallerKind::InUrl
            | CallerKind::Cookie
            | CallerKind::WebSocket => let_in,
            CallerKind::CrossSite => Self::Refused(RejectionKind::CrossOrigin),
            CallerKind::TwoTokens => Self::Refused(RejectionKind::InvalidRequest),
            CallerKind::ShortOf(_, column) => Self::Refused(column.refused),
        }
    }

    /// Returns whether a handler may send the required response, and so whether the request may run the handler.
    pub(super) const fn may_run_a_handler(self) -> bool {
        match self {
            Self::LetIn | Self::Judged | Self::Anything => true,
            Self::Refused(_) | Self::NoMethod => false,
        }
    }

    /// Returns the way in which `answer` differs from the required response; `None` if the answer is right.
    pub(super) fn wrong(self, answer: &MatrixResponse, method: &Method) -> Option<Meaning> {
        match (self, answer.refused) {
            (_, Some(RejectionKind::Unavailable)) => Some(Meaning::Unavailable),
            (_, Some(RejectionKind::Unguarded)) => Some(Meaning::Unguarded),
            (Self::Refused(kind), Some(refused)) if kind != refused => {
                Some(Meaning::OtherRefusal(refused))
            }
            (Self::NoMethod, Some(refused)) if refused != RejectionKind::MissingToken => {
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

    /// Returns the required response in words that follow `expected`, such as `401` or `to be let in`.
    pub(super) fn words(self) -> String {
        match self {
            Self::LetIn | Self::Judged => "to be let in".to_owned(),
            Self::Refused(kind) => kind.status().as_u16().to_string(),
            Self::Anything => "an answer".to_owned(),
            Self::NoMethod => "405".to_owned(),
        }
    }
}
