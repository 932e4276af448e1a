use std::fmt;

use crate::policy::lock::{LockedPolicy, LockedRoute};

/// What became of one route, the worst first.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) enum Difference {
    /// It needed a token, and needs none.
    LostProtection(Change),
    /// It lets in tokens, or ways to send one, that it did not.
    Loosened(Change),
    /// It is not in the file, and public.
    NewPublic(LockedRoute),
    /// It is in the file, and not in the program.
    Missing(LockedRoute),
    /// It is not in the file, and protected.
    New(LockedRoute),
    /// It demands more.
    Tightened(Change),
    /// It demands the same, of another handler or under other names of its captures.
    Moved(Change),
}

/// A route as it was locked, and as it is.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) struct Change {
    pub(crate) was: LockedRoute,
    pub(crate) is: LockedRoute,
}

/// What differs between the file and the program, the worst first.
pub(crate) fn compare(mut locked: Vec<LockedRoute>, current: Vec<LockedRoute>) -> Vec<Difference> {
    // What is the same goes first: two merged routers are two lines of one method and path.
    let mut left = current;
    left.retain(|is| take(&mut locked, |was| was == is).is_none());
    let mut differences = Vec::new();
    // What has kept its path goes before what has other names in it.
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
    /// What is not in the file.
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
    /// Whether this is public and `other` is not.
    pub(crate) const fn has_lost_protection_of(&self, other: &Self) -> bool {
        self.is_public && !other.is_public
    }

    /// Whether there are requests that this lets in and `other` does not, as far as can be known.
    pub(crate) fn lets_in_more_than(&self, other: &Self) -> bool {
        let is_protected = !self.is_public && !other.is_public;
        let other_query = self.query.is_some() && self.query != other.query;
        let trusts_claims = self.claims_only && !other.claims_only;
        let requires_less = !self.requirements.imply(&other.requirements);
        // What has become protected is tighter, however its token is taken.
        (is_protected && (trusts_claims || requires_less))
            || (self.is_public == other.is_public && other_query)
    }
}

/// `POST /pay was protected users, is now PUBLIC`.
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

/// `POST /pay was <before>, is now <after>`, and what its path is now if that is another.
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

/// Takes the first that fits out of the list.
fn take(routes: &mut Vec<LockedRoute>, fits: impl Fn(&LockedRoute) -> bool) -> Option<LockedRoute> {
    let position = routes.iter().position(fits)?;
    Some(routes.remove(position))
}
