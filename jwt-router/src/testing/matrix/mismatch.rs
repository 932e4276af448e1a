//! Describes the responses of a route that differ from the policy, with the consequence of each response and the
//! remedy.

use super::{
    caller::CallerKind,
    expected::{Expectation, Meaning},
    row::Row,
    send::{MatrixRequest, MatrixResponse},
};
use crate::{
    policy::{RoutePolicy, lock::LockedRoute},
    rejection::Rejection,
    testing::lock::Bless,
};

/// A response that differs from the one that the policy requires.
pub(super) struct Mismatch {
    pub(super) caller: CallerKind,
    pub(super) meaning: Meaning,
    pub(super) sentence: String,
}

impl Mismatch {
    /// Describes the wrong response in a sentence, such as
    /// `POST /pay with no token: expected 401, got 200: this route is open`.
    pub(super) fn new(
        row: &Row<'_>,
        caller: CallerKind,
        probe: &MatrixRequest,
        answer: &MatrixResponse,
        meaning: Meaning,
    ) -> Self {
        let status = answer.status.as_u16();
        let expected = probe.expected.words();
        let method = &probe.method;
        let path = &row.route.path;
        let words = &probe.words;
        let means = means(meaning, caller, answer, probe.expected);
        Self {
            caller,
            meaning,
            sentence: format!(
                "{method} {path} {words}: expected {expected}, got {status}: {means}"
            ),
        }
    }
}

/// Returns what one wrong response means, as text for the message of the failed matrix, such as `this route is open`.
fn means(
    meaning: Meaning,
    caller: CallerKind,
    answer: &MatrixResponse,
    expected: Expectation,
) -> String {
    match meaning {
        Meaning::Open if answer.status.as_u16() < 400 => caller.opens().to_owned(),
        Meaning::Open => format!(
            "{}: the handler or a layer outside responded, and not the guard",
            caller.opens()
        ),
        Meaning::NotTheGuard => "the status is right, but the guard did not give it: the handler ran and refused by itself, or a layer outside answered or dropped the request's extensions".to_owned(),
        Meaning::Disguised => "the guard refused, and a layer outside answers as if it had not".to_owned(),
        Meaning::OtherRefusal(kind) => {
            format!("the guard refused for another reason, {}", Rejection::new(kind, None))
        }
        Meaning::Closed if expected == Expectation::LetIn && caller == CallerKind::NoToken => {
            "this route is closed, or an argument of its handler needs a token".to_owned()
        }
        Meaning::Closed => "the guard refuses a caller whom the policy lets in".to_owned(),
        Meaning::Unavailable => "a store failed or the predicate timed out, so the result is unknown".to_owned(),
        Meaning::Unguarded => {
            "an argument of the handler takes the caller, and no guard runs before it".to_owned()
        }
        Meaning::Routed => "the policy does not have this method, and the application responds to it".to_owned(),
    }
}

/// Returns the message about the wrong responses of one route: a sentence for each of them, and the remedy; `None`
/// if no response is wrong. `lock` is the name of the lock file, if there is one.
///
/// If the route lets in a request without a token, the other wrong responses are only counted, because they have
/// the same cause.
pub(super) fn sentences(
    row: &Row<'_>,
    mismatches: &[Mismatch],
    lock: Option<&str>,
) -> Option<String> {
    let first = mismatches.first()?;
    let is_open = first.caller == CallerKind::NoToken && first.meaning == Meaning::Open;
    let shown = if is_open { 1 } else { mismatches.len() };
    let mut lines: Vec<String> = mismatches
        .iter()
        .take(shown)
        .map(|mismatch| mismatch.sentence.clone())
        .collect();
    let others = mismatches.len() - shown;
    if others > 0 {
        lines.push(format!("  and {others} more that are to be refused"));
    }
    lines.push(format!("  {}", remedy(row, first, lock)));
    Some(lines.join("\n"))
}

fn remedy(row: &Row<'_>, first: &Mismatch, lock: Option<&str>) -> String {
    let place = place(row.route);
    let own = &row.own.policy;
    if *own != row.required.policy {
        return change_back(row, lock);
    }
    match first.meaning {
        Meaning::Closed if own.is_public => {
            format!("{place}: make it `#[protected(..)]`, or take `Option<..>` of that argument")
        }
        Meaning::Unavailable => format!("{place}: the log has the reason"),
        Meaning::Unguarded => format!("{place}: serve it through `JwtRoutes::app()`"),
        Meaning::Open
        | Meaning::NotTheGuard
        | Meaning::Disguised
        | Meaning::OtherRefusal(_)
        | Meaning::Closed
        | Meaning::Routed => format!(
            "{place} says `{own}`: look at what is put around the application with `App::layer`"
        ),
    }
}

/// Returns the message about a route whose policy in the application lets in more than the policy in the lock
/// file, although no response was wrong.
///
/// This happens if no request can show the difference. For example, the matrix does not know which callers a
/// removed predicate (the function that `guard = ..` names) would have refused.
pub(super) fn unseen(row: &Row<'_>, lock: Option<&str>) -> String {
    format!(
        "{} lets in more than it may, and no response shows it\n  {}",
        row.own.name(),
        change_back(row, lock)
    )
}

fn change_back(row: &Row<'_>, lock: Option<&str>) -> String {
    let place = place(row.route);
    let (own, required) = (&row.own.policy, &row.required.policy);
    let lock = lock.unwrap_or("the lock file");
    format!(
        "{place} says `{own}`, `{lock}` says `{required}`: change it back; {}",
        Bless("if it is meant, write the file anew")
    )
}

/// Returns the message about a route that the application has and the lock file does not contain.
pub(super) fn new(route: &RoutePolicy, own: &LockedRoute, lock: &str) -> String {
    format!(
        "{} is not in `{lock}`, so it was not tried\n  {} says `{}`: {}",
        own.name(),
        place(route),
        own.policy,
        Bless("if it is meant, write the file anew")
    )
}

/// Returns the message about a route that the lock file contains and the application does not have.
pub(super) fn missing(route: &LockedRoute, lock: &str) -> String {
    format!(
        "{} is in `{lock}` and not in this application\n  it says `{}`: mount it; {}",
        route.name(),
        route.policy,
        Bless("if it is gone for good, write the file anew")
    )
}

fn place(route: &RoutePolicy) -> String {
    format!("`{}` ({}:{})", route.handler, route.file, route.line)
}
