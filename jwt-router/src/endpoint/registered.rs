//! Annotated handlers on their way to a router: from the registry, or from a list.

use std::{fmt, sync::Arc};

use axum::routing::MethodRouter;

use crate::{
    auth::RouteGuard,
    endpoint::{
        Route,
        states::{StateType, States},
    },
    policy::RouteMeta,
    problem::Problem,
};

/// An annotated handler in the registry that `inventory` fills before `main`.
///
/// It is a function only: what it says is worked out at start-up, and not by the compiler for every
/// handler.
#[expect(clippy::exhaustive_structs, reason = "an expansion writes it")]
pub struct Registration(pub fn() -> Registered);

inventory::collect!(Registration);

/// Is in every registry, but for one that nothing has filled.
struct Mark;

inventory::collect!(Mark);
inventory::submit! { Mark }

/// A registry that has not even our own mark says nothing of handlers, nor of `defaults!`.
pub(crate) fn unfilled() -> Option<Problem> {
    without_mark(inventory::iter::<Mark>.into_iter())
}

fn without_mark(mut marks: impl Iterator<Item = &'static Mark>) -> Option<Problem> {
    marks.next().is_none().then_some(Problem::UnfilledRegistry)
}

/// An annotated handler that was registered.
pub struct Registered {
    pub(crate) meta: RouteMeta,
    pub(crate) state: StateType,
    pub(crate) mount: Mount,
}

impl Registered {
    pub(crate) fn new<S: 'static>(route: Route<S>) -> Self {
        let Route {
            meta, mount, state, ..
        } = route;
        Self {
            meta,
            state: StateType::of::<S>(),
            mount: Box::new(move |states, guard| Some(mount(guard, state(states)?))),
        }
    }
}

/// Mounts a handler behind its guard, if its state was supplied.
pub(crate) type Mount = Box<dyn FnOnce(&States, Arc<RouteGuard>) -> Option<MethodRouter>>;

/// The handlers of a [`routes!`](crate::routes) list, all of which can be called with the state
/// `S`.
#[must_use = "a list of routes does nothing until `JwtRoutes::app_with` mounts it"]
pub struct Routes<S> {
    pub(crate) entries: Vec<Route<S>>,
}

impl<S> Routes<S> {
    /// The routes of these entries.
    #[doc(hidden)]
    pub fn of<const N: usize>(entries: [Route<S>; N]) -> Self {
        Self {
            entries: Vec::from(entries),
        }
    }

    /// These routes and those.
    pub fn and(mut self, other: Self) -> Self {
        self.entries.extend(other.entries);
        self
    }
}

impl<S> fmt::Debug for Routes<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.entries).finish()
    }
}

impl fmt::Debug for Registration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Registration").field(&(self.0)()).finish()
    }
}

impl fmt::Debug for Registered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Registered").field(&self.meta).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_registry_that_nothing_has_filled_is_a_problem() {
        let problem = without_mark(std::iter::empty());
        assert_eq!(problem, Some(Problem::UnfilledRegistry));
        assert_eq!(unfilled(), None);
    }
}
