use std::{
    any::{TypeId, type_name},
    fmt,
    panic::Location,
    sync::Arc,
};

use axum::routing::{MethodFilter, MethodRouter};

use crate::{
    auth::RouteGuard,
    endpoint::{HandlerState, Registered, States, mounting::MountHandler},
    policy::{ArgIdentity, Attribute, Method, RouteMeta},
};

/// An annotated handler that takes the state `S`: what its attribute said, and how it is called.
///
/// That the state is fit for it is known here, so that nothing else has to demand it again.
pub struct Route<S> {
    pub(crate) meta: RouteMeta,
    pub(crate) mount: Box<dyn FnOnce(Arc<RouteGuard>, S) -> MethodRouter>,
    pub(crate) state: fn(&States) -> Option<S>,
    /// The type of the handler, which no other function has; a handler with mistakes has none.
    handler: Option<TypeId>,
    /// The path of another function, where a list names that one.
    pub(crate) listed_as: Option<&'static str>,
}

impl<S: HandlerState> Route<S> {
    /// The route of a handler with these arguments.
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

    /// The route of a handler with mistakes: it never answers.
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

/// Compares the function that a list names with the handler of the route that was found for it.
///
/// The list calls a hidden function beside the handler, by a path of its own. A `use that::*` may bring that
/// function into scope while the handler's name is that of a nearer function. Every function has a type of its
/// own, which cannot be named, so the types are compared when the list is made.
pub fn listed<S, H: 'static>(_handler: &H, mut route: Route<S>) -> Route<S> {
    let is_other = route.handler.is_some_and(|id| id != TypeId::of::<H>());
    route.listed_as = is_other.then(type_name::<H>);
    route
}

/// What the function of an annotated handler is asked for: the route, or what the registry holds.
#[diagnostic::on_unimplemented(
    message = "this handler takes the state `{S}`, which is not that of the list",
    label = "takes the state `{S}`",
    note = "mount the list with the state `{S}`",
    note = "without `state = ..`, a handler that takes `State<{S}>` can be called with every state that holds one: `impl axum::extract::FromRef<Whole> for {S}`"
)]
pub trait RouteAs<S>: Sized {
    /// The route in that form.
    fn from(route: Route<S>) -> Self;
}

#[diagnostic::do_not_recommend]
impl<S, R: RouteForm<S>> RouteAs<S> for R {
    fn from(route: Route<S>) -> Self {
        R::of(route)
    }
}

/// The types that [`RouteAs`] is implemented for.
///
/// The two are apart because rustc adds to its message which implementations a trait has, and quotes
/// ours, even with `do_not_recommend`. Behind a blanket implementation it finds none to add.
pub trait RouteForm<S>: Sized {
    /// The route in that form.
    fn of(route: Route<S>) -> Self;
}

impl<S> RouteForm<S> for Route<S> {
    fn of(route: Self) -> Self {
        route
    }
}

impl<S: 'static> RouteForm<S> for Registered {
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
