//! A route that the test matrix sends requests to.

use http::Method;

use crate::policy::{RoutePolicy, lock::LockedRoute};

/// A route under test, with the policy of the application and the policy that the matrix expects.
pub(super) struct Row<'p> {
    pub(super) route: &'p RoutePolicy,
    pub(super) method: Method,
    /// The request path: the route's path with its captures filled.
    pub(super) target: &'p str,
    /// The route's policy in the application, as a line of a lock file.
    pub(super) own: LockedRoute,
    /// The policy with which the matrix compares the responses, as a line of a lock file.
    pub(super) required: &'p LockedRoute,
}
