//! Annotated handlers before they are mounted, from the registry that `inventory` collects or from a
//! `routes![..]` list.

use std::{fmt, sync::Arc};

use axum::routing::MethodRouter;

use crate::{
    auth::RouteGuard,
    endpoint::{
        ListedFunctions, Route,
        states::{StateType, States},
    },
    policy::RouteMeta,
    problem::BuildProblem,
};

/// An entry of the registry that `inventory` fills before `main`: a function that returns one annotated
/// handler.
///
/// The entry holds a function, which start-up calls, and not the handler itself. The handler would have to be a
/// constant, and to evaluate a constant for each annotated function would slow the compiler down.
#[expect(clippy::exhaustive_structs, reason = "an expansion writes it")]
pub struct Registration(pub fn() -> RegisteredHandler);

inventory::collect!(Registration);

/// A registry entry that the library itself submits. If the registry lacks it, `inventory` has not filled the
/// registry.
struct Mark;

inventory::collect!(Mark);
inventory::submit! { Mark }

/// Returns a problem if the registry of `inventory` does not contain the library's own entry, [`Mark`].
///
/// In that case, the code that fills the registry before `main` has not run. On WebAssembly, for example, a
/// program has to call `__wasm_call_ctors` itself. Without the problem, all handlers and `defaults!` of the
/// registry would be missing without an error.
pub(crate) fn unfilled() -> Option<BuildProblem> {
    without_mark(inventory::iter::<Mark>.into_iter())
}

fn without_mark(mut marks: impl Iterator<Item = &'static Mark>) -> Option<BuildProblem> {
    marks
        .next()
        .is_none()
        .then_some(BuildProblem::UnfilledRegistry)
}

/// An annotated handler from the registry. The type of the handler's axum state is in a field (as a `TypeId`) and
/// is not a type parameter, so that handlers with different states fit into one list.
pub struct RegisteredHandler {
    pub(crate) meta: RouteMeta,
    pub(crate) state: StateType,
    pub(crate) mount: Mount,
}

impl RegisteredHandler {
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

/// A function that mounts a handler behind its guard. It returns `None` if the application has no state of the type
/// that the handler takes.
pub(crate) type Mount = Box<dyn FnOnce(&States, Arc<RouteGuard>) -> Option<MethodRouter>>;

/// The handlers of a [`routes!`](crate::routes) list, all of which can be called with the state `S`.
///
/// # Examples
///
/// ```
/// use jwt_router::{Routes, prelude::*};
///
/// #[ignored(GET, "/", register = false)]
/// async fn home() -> &'static str { "hello" }
///
/// #[ignored(GET, "/health", register = false)]
/// async fn health() {}
///
/// fn all() -> Routes<()> {
///     routes![home].and(routes![health])
/// }
/// # drop(all());
/// ```
#[must_use = "a list of routes does nothing until `JwtRoutes::app_with` mounts it"]
pub struct Routes<S> {
    pub(crate) entries: Vec<Route<S>>,
}

impl<S> Routes<S> {
    /// Returns the list of these handlers. `listed` are the functions that the list names, which are compared with
    /// the handlers of the routes. [`routes!`](crate::routes) expands to a call of this function.
    #[doc(hidden)]
    pub fn of<const N: usize>(entries: [Route<S>; N], listed: ListedFunctions) -> Self {
        let mut entries = Vec::from(entries);
        listed.compare(&mut entries);
        Self { entries }
    }

    /// Appends the handlers of another list to this list.
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

impl fmt::Debug for RegisteredHandler {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("RegisteredHandler")
            .field(&self.meta)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_registry_that_nothing_has_filled_is_a_problem() {
        let problem = without_mark(std::iter::empty());
        assert_eq!(problem, Some(BuildProblem::UnfilledRegistry));
        assert_eq!(unfilled(), None);
    }
}
