//! Writes the text of a lock file (the committed copy of the application's policy), and the headings under which a
//! failed test lists the differences between the file and the application.

use crate::policy::{
    PolicyTable,
    lock::{LockedPolicy, LockedRoute, difference::Difference, locked},
};

const HEADER: &str = "\
# The policy of each route of this application. `assert_policy_lock!` in a test compares this file
# with the program, and `JWT_ROUTER_BLESS=1 cargo test` writes it anew. Review a line that says PUBLIC.
";

/// Returns the text of the lock file (the committed copy of the policy) for this policy: comments that explain the
/// file, and one line for each route.
pub(crate) fn render(policy: &PolicyTable) -> String {
    let mut text = HEADER.to_owned();
    for route in locked(policy) {
        text.push_str(&route.to_string());
        text.push('\n');
    }
    text
}

/// Returns the names of the crates that have routes in the lock file and none in the program. A likely reason is
/// that no code of the program names such a crate, so that it is not linked.
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

impl LockedRoute {
    /// Returns the name of the crate that defines the route's handler; `None` for a route that a builder call
    /// adds, such as `ignored(GET, "/health")`.
    fn crate_name(&self) -> Option<&str> {
        let (name, _) = self.handler.split_once("::")?;
        let is_name = name
            .chars()
            .all(|char| char == '_' || char.is_alphanumeric());
        is_name.then_some(name)
    }
}

impl LockedPolicy {
    /// Returns whether `self`, the policy of a route, is looser than `other`: it is public where `other` is
    /// protected, or it may let in requests that `other` refuses.
    pub(crate) fn is_looser_than(&self, other: &Self) -> bool {
        self.has_lost_protection_of(other) || self.lets_in_more_than(other)
    }
}

impl Difference {
    /// Returns the lines that the message of a failed `assert_policy_lock!` shows with `-` and `+`: the route's
    /// line in the lock file, and the line that the program would write. The first is `None` if the route is only
    /// in the program, and the second is `None` if the route is only in the file.
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

    /// Returns the heading under which the message of a failed `assert_policy_lock!` lists this difference and all
    /// others of the same variant, such as `New, and protected`.
    pub(crate) const fn heading(&self) -> &'static str {
        match self {
            Self::LostProtection(_) => "!!! LOST PROTECTION: these answer without a token now",
            Self::Loosened(_) => "!! Loosened: these let in more than they did",
            Self::NewPublic(_) => "! New and PUBLIC",
            Self::Missing(_) => "Missing: these are in the file and not in the program",
            Self::New(_) => "New, and protected",
            Self::Tightened(_) => "Tightened: these require more than they did",
            Self::Moved(_) => "The same policy, with another handler or other names of captures",
        }
    }
}

#[cfg(test)]
mod tests;
