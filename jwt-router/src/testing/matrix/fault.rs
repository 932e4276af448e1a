//! What is wrong with a route's answers, in sentences: what it means, and what to do.

use super::{
    caller::Caller,
    expected::{Expected, Meaning},
    row::Row,
    send::{Answer, Probe},
};
use crate::{
    policy::{RoutePolicy, lock::LockedRoute},
    rejection::Rejection,
    testing::lock::Bless,
};

/// An answer that is wrong.
pub(super) struct Fault {
    pub(super) caller: Caller,
    pub(super) meaning: Meaning,
    pub(super) sentence: String,
}

impl Fault {
    /// `POST /pay with no token: expected 401, was answered 200: this route is open`.
    pub(super) fn new(
        row: &Row<'_>,
        caller: Caller,
        probe: &Probe,
        answer: &Answer,
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
                "{method} {path} {words}: expected {expected}, was answered {status}: {means}"
            ),
        }
    }
}

/// What one wrong answer means.
fn means(meaning: Meaning, caller: Caller, answer: &Answer, expected: Expected) -> String {
    match meaning {
        Meaning::Open if answer.status.as_u16() < 400 => caller.opens().to_owned(),
        Meaning::Open => format!(
            "{}: not the guard answered, but the handler or a layer outside",
            caller.opens()
        ),
        Meaning::NotTheGuard => "the status is right, but the guard did not give it: the handler ran and refused by itself, or a layer outside answered or dropped the request's extensions".to_owned(),
        Meaning::Disguised => "the guard refused, and a layer outside answers as if it had not".to_owned(),
        Meaning::OtherRefusal(kind) => {
            format!("the guard refused for another reason, {}", Rejection::new(kind, None))
        }
        Meaning::Closed if expected == Expected::LetIn && caller == Caller::NoToken => {
            "this route is closed, or an argument of its handler needs a token".to_owned()
        }
        Meaning::Closed => "the guard refuses whom the policy lets in".to_owned(),
        Meaning::StoreDown => "the entity store did not answer, so nothing is known".to_owned(),
        Meaning::Unguarded => {
            "an argument of the handler asks who calls, and no guard stands before it".to_owned()
        }
        Meaning::Routed => "no policy names this method, and something answers it".to_owned(),
    }
}

/// The sentences of one route, and what to do.
///
/// When no token is needed, whatever else comes in follows from it, and is only counted.
pub(super) fn told(row: &Row<'_>, faults: &[Fault], lock: Option<&str>) -> Option<String> {
    let first = faults.first()?;
    let is_open = first.caller == Caller::NoToken && first.meaning == Meaning::Open;
    let shown = if is_open { 1 } else { faults.len() };
    let mut lines: Vec<String> = faults
        .iter()
        .take(shown)
        .map(|fault| fault.sentence.clone())
        .collect();
    let others = faults.len() - shown;
    if others > 0 {
        lines.push(format!("  and {others} more that are to be refused"));
    }
    lines.push(format!("  {}", remedy(row, first, lock)));
    Some(lines.join("\n"))
}

fn remedy(row: &Row<'_>, first: &Fault, lock: Option<&str>) -> String {
    let place = place(row.route);
    let own = &row.own.policy;
    if *own != row.required.policy {
        return change_back(row, lock);
    }
    match first.meaning {
        Meaning::Closed if own.is_public => {
            format!("{place}: make it `#[protected(..)]`, or take `Option<..>` of that argument")
        }
        Meaning::StoreDown => format!("{place}: the log has the store's words"),
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

/// What to do about a route that demands less than the lock file says, where no answer shows it: what
/// a predicate would have refused, or what a layer outside answers as well.
pub(super) fn unseen(row: &Row<'_>, lock: Option<&str>) -> String {
    format!(
        "{} lets in more than it may, and no answer shows it\n  {}",
        row.own.name(),
        change_back(row, lock)
    )
}

fn change_back(row: &Row<'_>, lock: Option<&str>) -> String {
    let place = place(row.route);
    let (own, demanded) = (&row.own.policy, &row.required.policy);
    let lock = lock.unwrap_or("the lock file");
    format!(
        "{place} says `{own}`, `{lock}` says `{demanded}`: change it back; {}",
        Bless("if it is meant, write the file anew")
    )
}

/// A route of the application that the lock file does not have.
pub(super) fn new(route: &RoutePolicy, own: &LockedRoute, lock: &str) -> String {
    format!(
        "{} is not in `{lock}`, so it was not tried\n  {} says `{}`: {}",
        own.name(),
        place(route),
        own.policy,
        Bless("if it is meant, write the file anew")
    )
}

/// A route of the lock file that the application does not have.
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
