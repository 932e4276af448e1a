use std::fmt;

use crate::policy::lock::{LockedPolicy, LockedRoute};

/// A difference between a route of the program and the lock file. The variants are in order of danger, the most
/// dangerous first.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) enum Difference {
    /// The route was protected in the lock file, and is public in the program.
    LostProtection(Change),
    /// The route has a looser policy in the program than in the lock file: the route may let in requests that it
    /// would refuse with the policy in the file.
    Loosened(Change),
    /// The route is not in the lock file, and is public in the program.
    NewPublic(LockedRoute),
    /// The route is in the lock file, and not in the program.
    Missing(LockedRoute),
    /// The route is not in the lock file, and is protected in the program.
    New(LockedRoute),
    /// The route has a stricter policy in the program than in the lock file.
    Tightened(Change),
    /// The route has the same policy as in the lock file, but another handler or other names of captures.
    Moved(Change),
}

/// A route that is both in the lock file and in the program, with different lines: its line in the file (`was`),
/// and the line that the program would write (`is`).
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) struct Change {
    pub(crate) was: LockedRoute,
    pub(crate) is: LockedRoute,
}

/// Returns the differences between the lock file and the program, the most dangerous first.
pub(crate) fn compare(mut locked: Vec<LockedRoute>, current: Vec<LockedRoute>) -> Vec<Difference> {
    // Equal lines are matched first. Two merged routers have the same method and path, so that a match by method
    // and path could pair the wrong lines.
    let mut left = current;
    left.retain(|is| take(&mut locked, |was| was == is).is_none());
    let mut differences = Vec::new();
    // Routes with the same path are matched before routes whose captures have other names.
    for is_same in [LockedRoute::is_line_of, LockedRoute::is_shaped_as] {
        for is in std::mem::take(&mut left) {
            match take(&mut locked, |was| is_same(was, &is)) {
                Some(was) => differences.push(Difference::of(Change { was, is })),
                None => left.push(is),
            }
        }
    }
    differences.extend(left.into_iter().map(Difference::new));
    differences.extend(locked.into_iter().map(Difference::Missing));
    differences.sort();
    differences
}

impl Difference {
    /// Returns the difference of a route that is in the program and not in the lock file.
    const fn new(is: LockedRoute) -> Self {
        if is.policy.is_public {
            Self::NewPublic(is)
        } else {
            Self::New(is)
        }
    }

    fn of(change: Change) -> Self {
        let (was, is) = (&change.was.policy, &change.is.policy);
        if is.has_lost_protection_of(was) {
            Self::LostProtection(change)
        } else if was == is {
            Self::Moved(change)
        } else if is.lets_in_more_than(was) {
            Self::Loosened(change)
        } else {
            Self::Tightened(change)
        }
    }
}

impl LockedPolicy {
    /// Returns whether the policy `self` is public and the policy `other` is not.
    pub(crate) const fn has_lost_protection_of(&self, other: &Self) -> bool {
        self.is_public && !other.is_public
    }

    /// Returns whether a route with the policy `self` may let in requests that it would refuse with the policy
    /// `other`. Returns `false` for a public `self` and a protected `other`, because
    /// [`has_lost_protection_of`](Self::has_lost_protection_of) finds this case.
    ///
    /// Returns `true` if this cannot be decided, for example if the policies have different predicates (the functions
    /// of `guard = ..`).
    pub(crate) fn lets_in_more_than(&self, other: &Self) -> bool {
        let is_protected = !self.is_public && !other.is_public;
        let other_places = self.transports.exceed(&other.transports);
        let trusts_claims = self.claims_only && !other.claims_only;
        let ignores_version = !self.token_version && other.token_version;
        let takes_others = self.token_use != other.token_use;
        let requires_less = !self.requirements.imply(&other.requirements);
        // A route that was public and is protected now is stricter, wherever its requests may hold the token.
        (is_protected && (takes_others || trusts_claims || ignores_version || requires_less))
            || (self.is_public == other.is_public && other_places)
    }
}

/// Writes the difference as a sentence, for example `POST /pay was protected users, is now PUBLIC`.
impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::LostProtection(Change { was, is })
            | Self::Loosened(Change { was, is })
            | Self::Tightened(Change { was, is }) => {
                let (before, after) = (&was.policy, &is.policy);
                change(f, was, before, is, after)
            }
            Self::Moved(Change { was, is }) => change(f, was, &was.handler, is, &is.handler),
            Self::NewPublic(route) | Self::New(route) => {
                let (method, path) = (&route.method, &route.path);
                write!(f, "{method} {path} is new, and {}", route.policy)
            }
            Self::Missing(route) => {
                let (method, path) = (&route.method, &route.path);
                write!(f, "{method} {path} was {}, is missing", route.policy)
            }
        }
    }
}

/// Writes `POST /pay was <before>, is now <after>`. If the path has changed, the new path comes before
/// `<after>`.
fn change(
    f: &mut fmt::Formatter<'_>,
    was: &LockedRoute,
    before: impl fmt::Display,
    is: &LockedRoute,
    after: impl fmt::Display,
) -> fmt::Result {
    write!(f, "{} was {before}, is now ", was.name())?;
    if was.path != is.path {
        write!(f, "{} and ", is.path)?;
    }
    write!(f, "{after}")
}

/// Removes the first route for which `fits` returns `true` from the list, and returns that route.
fn take(routes: &mut Vec<LockedRoute>, fits: impl Fn(&LockedRoute) -> bool) -> Option<LockedRoute> {
    let position = routes.iter().position(fits)?;
    Some(routes.remove(position))
}
