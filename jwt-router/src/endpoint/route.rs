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

/// An annotated handler that takes the state `S`, with its policy and a function that mounts it behind its
/// guard.
///
/// The constructor `Route::new` checks the bounds on `S`, so that no other code has to repeat them.
pub struct Route<S> {
    pub(crate) meta: RouteMeta,
    pub(crate) mount: Box<dyn FnOnce(Arc<RouteGuard>, S) -> MethodRouter>,
    pub(crate) state: fn(&States) -> Option<S>,
    /// The id of the handler function's type, which is unique for each function; `None` for a handler whose
    /// attribute has mistakes.
    handler: Option<TypeId>,
    /// The path of the function whose name in a `routes![..]` list led to this route, if the function is not the
    /// route's handler; otherwise `None`. A glob import can cause this (see [`listed`]), and `build()` reports it.
    pub(crate) listed_as: Option<&'static str>,
}

impl<S: HandlerState> Route<S> {
    /// Returns the route of a handler. `arguments` describes how each argument extracts the authenticated
    /// caller.
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

    /// Returns a placeholder for a handler whose attribute has mistakes, so that the compiler still checks the
    /// rest of the program.
    ///
    /// The placeholder has no method, and mounts nothing.
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

/// Compares the function that a `routes![..]` list names with the handler of the route that the list found, and
/// records a difference.
///
/// The list derives the path of the hidden function (`__policy_of_<handler>`, which an attribute generates beside its
/// handler) from the handler's path, and calls it to get the route. A `use module::*` may bring a hidden function into
/// scope while the handler's name resolves to another function. Each function has a type of its own, so comparing the
/// types detects this.
pub fn listed<S, H: 'static>(_handler: &H, mut route: Route<S>) -> Route<S> {
    let is_other = route.handler.is_some_and(|id| id != TypeId::of::<H>());
    route.listed_as = is_other.then(type_name::<H>);
    route
}

/// A type that the hidden function of an annotated handler can return, where `S` is the handler's state. The hidden
/// function is `__policy_of_<handler>`, which the attribute generates beside the handler. A `routes![..]` list calls it
/// for a `Route` with the state of the list, and the registry of handlers for a `RegisteredHandler`.
///
/// `Route<T>` implements this trait only if `T` is `S`, so a handler with another state than the list's does not
/// compile.
#[diagnostic::on_unimplemented(
    message = "this handler takes the state `{S}`, which is not that of the list",
    label = "takes the state `{S}`",
    note = "mount the list with the state `{S}`",
    note = "without `state = ..`, a handler that takes `State<{S}>` can be called with every state that holds one: `impl axum::extract::FromRef<Whole> for {S}`"
)]
pub trait RouteAs<S>: Sized {
    /// Converts the route of an annotated handler into this type.
    fn from(route: Route<S>) -> Self;
}

#[diagnostic::do_not_recommend]
impl<S, R: RouteForm<S>> RouteAs<S> for R {
    fn from(route: Route<S>) -> Self {
        R::of(route)
    }
}

/// Implemented for the two types that can represent a handler's route: [`Route`] and [`RegisteredHandler`]. Every type
/// that implements this trait implements [`RouteAs`].
///
/// If `RouteAs` were implemented for the two types directly, rustc's error about a missing implementation would list
/// both, even with `do_not_recommend`. rustc does not list a blanket implementation.
pub trait RouteForm<S>: Sized {
    /// Converts the route of an annotated handler into this type.
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
