use std::fmt;

use crate::policy::lock::{Demands, LockedRoute};

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
    /// It demands the same, of another handler.
    Moved(Change),
}

/// A route as it was locked, and as it is.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) struct Change {
    was: LockedRoute,
    is: LockedRoute,
}

/// What differs between the file and the program, the worst first.
pub(crate) fn compare(mut locked: Vec<LockedRoute>, current: Vec<LockedRoute>) -> Vec<Difference> {
    // What is the same goes first: two merged routers are two lines of one method and path.
    let changed: Vec<LockedRoute> = current
        .into_iter()
        .filter(|is| take(&mut locked, |was| was == is).is_none())
        .collect();
    let mut differences = Vec::new();
    for is in changed {
        let same_route = |was: &LockedRoute| was.is_line_of(&is);
        differences.push(match take(&mut locked, same_route) {
            Some(was) => Difference::of(Change { was, is }),
            None if is.demands.is_public => Difference::NewPublic(is),
            None => Difference::New(is),
        });
    }
    differences.extend(locked.into_iter().map(Difference::Missing));
    differences.sort();
    differences
}

/// The crates of which routes are locked and none is in the program: they are not linked.
pub(crate) fn unlinked_crates<'a>(
    differences: &'a [Difference],
    current: &[LockedRoute],
) -> Vec<&'a str> {
    let mut names: Vec<&str> = differences
        .iter()
        .filter_map(|difference| match difference {
            Difference::Missing(was) => was.crate_name(),
            Difference::LostProtection(_)
            | Difference::Loosened(_)
            | Difference::NewPublic(_)
            | Difference::New(_)
            | Difference::Tightened(_)
            | Difference::Moved(_) => None,
        })
        .filter(|name| !current.iter().any(|is| is.crate_name() == Some(name)))
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

impl Difference {
    fn of(change: Change) -> Self {
        let (was, is) = (&change.was.demands, &change.is.demands);
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

    /// What all differences of this kind have in common.
    pub(crate) const fn heading(&self) -> &'static str {
        match self {
            Self::LostProtection(_) => "!!! LOST PROTECTION: these answer without a token now",
            Self::Loosened(_) => "!! Loosened: these let in more than they did",
            Self::NewPublic(_) => "! New and PUBLIC",
            Self::Missing(_) => "Missing: these are in the file and not in the program",
            Self::New(_) => "New, and protected",
            Self::Tightened(_) => "Tightened: these demand more than they did",
            Self::Moved(_) => "Another handler, which demands the same",
        }
    }

    /// The lines of the file before and after, as a diff shows them.
    pub(crate) const fn lines(&self) -> (Option<&LockedRoute>, Option<&LockedRoute>) {
        match self {
            Self::LostProtection(change)
            | Self::Loosened(change)
            | Self::Tightened(change)
            | Self::Moved(change) => (Some(&change.was), Some(&change.is)),
            Self::NewPublic(is) | Self::New(is) => (None, Some(is)),
            Self::Missing(was) => (Some(was), None),
        }
    }
}

impl Demands {
    /// Whether this is public and `other` is not.
    const fn has_lost_protection_of(&self, other: &Self) -> bool {
        self.is_public && !other.is_public
    }

    /// Whether this is public and `other` is not, or lets in more.
    pub(crate) fn is_looser_than(&self, other: &Self) -> bool {
        self.has_lost_protection_of(other) || self.lets_in_more_than(other)
    }

    /// Whether there are requests that this lets in and `other` does not.
    fn lets_in_more_than(&self, other: &Self) -> bool {
        let is_protected = !self.is_public && !other.is_public;
        let other_entity = other.entity.is_some() && self.entity != other.entity;
        let other_query = self.query.is_some() && self.query != other.query;
        let trusts_claims = self.claims_only && !other.claims_only;
        let requires_less = self.requirements.let_in_more_than(&other.requirements);
        // What has become protected is tighter, however its token is taken.
        (is_protected && (other_entity || trusts_claims || requires_less))
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
                let (method, path) = (&is.method, &is.path);
                let (before, after) = (&was.demands, &is.demands);
                write!(f, "{method} {path} was {before}, is now {after}")
            }
            Self::Moved(Change { was, is }) => {
                let (method, path) = (&is.method, &is.path);
                write!(
                    f,
                    "{method} {path} was {}, is now {}",
                    was.handler, is.handler
                )
            }
            Self::NewPublic(route) | Self::New(route) => {
                let (method, path) = (&route.method, &route.path);
                write!(f, "{method} {path} is new, and {}", route.demands)
            }
            Self::Missing(route) => {
                let (method, path) = (&route.method, &route.path);
                write!(f, "{method} {path} was {}, is missing", route.demands)
            }
        }
    }
}

/// Takes the first that fits out of the list.
fn take(routes: &mut Vec<LockedRoute>, fits: impl Fn(&LockedRoute) -> bool) -> Option<LockedRoute> {
    let position = routes.iter().position(fits)?;
    Some(routes.remove(position))
}
