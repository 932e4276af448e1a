//! A route under test.

use http::Method;

use crate::policy::{RoutePolicy, lock::LockedRoute};

/// A route under test, with its own policy and the expected one.
pub(super) struct Row<'p> {
    pub(super) route: &'p RoutePolicy,
    pub(super) method: Method,
    /// The path with its captures filled.
    pub(super) target: &'p str,
    /// The line that the application's own policy has in a lock file.
    pub(super) own: LockedRoute,
    /// The expected line of the lock file.
    pub(super) required: &'p LockedRoute,
}
