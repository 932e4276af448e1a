//! A route that is tried.

use http::Method;

use crate::policy::{RoutePolicy, lock::LockedRoute};

/// A route, with what it says itself and what it is to do.
pub(super) struct Row<'p> {
    pub(super) route: &'p RoutePolicy,
    pub(super) method: Method,
    /// The path with its captures filled.
    pub(super) target: &'p str,
    pub(super) own: LockedRoute,
    /// What it is to require.
    pub(super) required: &'p LockedRoute,
}
