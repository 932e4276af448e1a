//! A route to which the test matrix sends requests.

use http::Method;

use super::places;
use crate::{
    jwt::token_use::TokenUse,
    policy::{RoutePolicy, lock::LockedRoute},
};

/// A route to which the matrix sends requests, with its policy in the application and the policy that the matrix
/// expects.
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

impl<'p> Row<'p> {
    /// Returns the query parameter in which the route takes tokens; `None` if the route takes no tokens in the
    /// query.
    pub(super) fn parameter(&self) -> Option<&'p str> {
        let policy = &self.required.policy;
        places::parameter(&policy.token_use, &policy.transports)
    }

    /// Returns whether the route takes tokens in the query only, as a route for tickets (tokens for one request)
    /// does.
    pub(super) fn is_query_only(&self) -> bool {
        self.required.policy.token_use == TokenUse::Ticket
    }
}
