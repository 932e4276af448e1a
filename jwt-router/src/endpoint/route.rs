use std::{
    any::{TypeId, type_name},
    fmt,
    panic::Location,
    sync::Arc,
};

use axum::routing::{MethodFilter, MethodRouter};

use crate::{
    auth::RouteGuard,
    endpoint::{HandlerState, RegisteredHandler, States, mounting::MountHandler},
    policy::{ArgIdentity, Attribute, Method, RouteMeta},
};

/// An annotated handler with the state `S`, which can be mounted behind its guard.
///
/// The constructor checks the bounds on `S`, so that no other code has to repeat them.
pub struct Route<S> {
    pub(crate) meta: RouteMeta,
    pub(crate) mount: Box<dyn FnOnce(Arc<RouteGuard>, S) -> MethodRouter>,
    pub(crate) state: fn(&States) -> Option<S>,
    /// The id of the handler's type, which no other function has; `None` for a handler with mistakes.
    handler: Option<TypeId>,
    /// The path of the function that a list names, if it is not the handler.
    pub(crate) listed_as: Option<&'static str>,
}

impl<S: HandlerState> Route<S> {
    /// Makes the route of a handler with these arguments.
    pub(super) fn new(
        meta: RouteMeta,
        handler: TypeId,
        arguments: &[ArgIdentity],
        mounting: Box<dyn MountHandler<S>>,
    ) -> Self {
        let meta = meta.arguments(arguments.to_vec());
        let meta = meta.predicate(mounting.predicate());
        let methods = methods(&meta);
        Self {
            meta,
            mount: Box::new(move |guard, state| {
                methods.map_or_else(MethodRouter::new, |methods| {
                    mounting.mount(methods, guard, state)
                })
            }),
            state: States::get,
            handler: Some(handler),
            listed_as: None,
        }
    }

    /// Makes the route of a handler whose attribute has mistakes, so that the rest of the program is still
    /// checked.
    ///
    /// It has no method, and mounts nothing.
    #[must_use]
    #[track_caller]
    pub fn nothing() -> Self {
        let here = Location::caller();
        Self {
            meta: RouteMeta::at(here, Attribute::Protected, Vec::new(), "/", "".into()),
            mount: Box::new(|_guard, _state| MethodRouter::new()),
            state: States::get,
            handler: None,
            listed_as: None,
        }
    }
}

/// Records in the route whether the function that a list names is the route's handler.
///
/// The list calls the hidden function beside the handler, by a path of its own. A `use that::*` may bring that
/// function into scope while the handler's name resolves to a nearer function. Every function has a type of its
/// own, so the types of the two are compared when the list is made.
pub fn listed<S, H: 'static>(_handler: &H, mut route: Route<S>) -> Route<S> {
    let is_other = route.handler.is_some_and(|id| id != TypeId::of::<H>());
    route.listed_as = is_other.then(type_name::<H>);
    route
}

/// A type that the hidden function of an annotated handler can return, for a handler with the state `S`.
#[diagnostic::on_unimplemented(
    message = "this handler takes the state `{S}`, which is not that of the list",
    label = "takes the state `{S}`",
    note = "mount the list with the state `{S}`",
    note = "without `state = ..`, a handler that takes `State<{S}>` can be called with every state that holds one: `impl axum::extract::FromRef<Whole> for {S}`"
)]
pub trait RouteAs<S>: Sized {
    /// Converts the route.
    fn from(route: Route<S>) -> Self;
}

#[diagnostic::do_not_recommend]
impl<S, R: RouteForm<S>> RouteAs<S> for R {
    fn from(route: Route<S>) -> Self {
        R::of(route)
    }
}

/// Implemented by the types for which [`RouteAs`] is implemented: [`Route`] and [`RegisteredHandler`].
///
/// There are two traits because rustc lists the implementations of a trait in its message, and quotes ours,
/// even with `do_not_recommend`. The blanket implementation of [`RouteAs`] leaves nothing to list.
pub trait RouteForm<S>: Sized {
    /// Converts the route.
    fn of(route: Route<S>) -> Self;
}

impl<S> RouteForm<S> for Route<S> {
    fn of(route: Self) -> Self {
        route
    }
}

impl<S: 'static> RouteForm<S> for RegisteredHandler {
    fn of(route: Route<S>) -> Self {
        Self::new(route)
    }
}

fn methods(meta: &RouteMeta) -> Option<MethodFilter> {
    let methods = meta.methods.iter().copied().map(filter);
    methods.reduce(MethodFilter::or)
}

const fn filter(method: Method) -> MethodFilter {
    match method {
        Method::Get => MethodFilter::GET,
        Method::Head => MethodFilter::HEAD,
        Method::Post => MethodFilter::POST,
        Method::Put => MethodFilter::PUT,
        Method::Patch => MethodFilter::PATCH,
        Method::Delete => MethodFilter::DELETE,
        Method::Options => MethodFilter::OPTIONS,
        Method::Trace => MethodFilter::TRACE,
        Method::Connect => MethodFilter::CONNECT,
    }
}

impl<S> fmt::Debug for Route<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Route").field(&self.meta).finish()
    }
}
