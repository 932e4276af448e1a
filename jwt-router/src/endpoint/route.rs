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

/// An annotated handler that takes the state `S`, with the arguments of its attribute and a function that mounts
/// it behind its guard.
///
/// Only the constructors have the bound `S: HandlerState`, so that no other code has to repeat it.
pub struct Route<S> {
    pub(crate) meta: RouteMeta,
    pub(crate) mount: Box<dyn FnOnce(Arc<RouteGuard>, S) -> MethodRouter>,
    pub(crate) state: fn(&States) -> Option<S>,
    /// The id of the handler function's type, which is unique for each function; `None` for a handler whose
    /// attribute has mistakes.
    handler: Option<TypeId>,
    /// The path of the function that a `routes![..]` list names, if the list found the route of another handler
    /// under the function's name (see [`ListedFunctions::compare`]); `build()` reports such a function. Otherwise
    /// `None`.
    pub(crate) listed_as: Option<&'static str>,
}

impl<S: HandlerState> Route<S> {
    /// Returns the route of a handler. `arguments` describes, for each argument of the handler, whether it
    /// extracts the authenticated caller, and of which entity.
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

/// A function that a `routes![..]` list names.
///
/// Every function in Rust has a type of its own. This trait is implemented for all of these types, so that two functions
/// can be compared at run time.
pub trait ListedFunction {
    /// Returns the id of the function's type.
    fn id(&self) -> TypeId;
    /// Returns the path of the function, for messages.
    fn path(&self) -> &'static str;
}

impl<H: 'static> ListedFunction for H {
    fn id(&self) -> TypeId {
        TypeId::of::<H>()
    }

    fn path(&self) -> &'static str {
        type_name::<H>()
    }
}

/// The functions that a `routes![..]` list names, in the order of the list.
#[derive(Debug)]
pub struct ListedFunctions(Vec<(TypeId, &'static str)>);

/// Returns the functions that a `routes![..]` list names.
///
/// The parameter is a slice of trait objects, because the compiler takes less time for a coercion than for a call of a
/// generic function.
#[must_use]
pub fn listed(functions: &[&dyn ListedFunction]) -> ListedFunctions {
    let functions = functions.iter();
    // Dereferenced, because a reference to a trait object implements the trait too.
    let functions =
        functions.map(|&function| (ListedFunction::id(function), ListedFunction::path(function)));
    ListedFunctions(functions.collect())
}

impl ListedFunctions {
    /// Compares each function that the list names with the handler of the route that the list found by this name.
    /// If they differ, records the path of the function in the route.
    ///
    /// A list such as `routes![show]` gets the route of `show` from the hidden function `__policy_of_show`, which
    /// the attribute of `show` generates beside it. A `use module::*` may bring a hidden function into scope while
    /// the name `show` resolves to another function. Each function has a type of its own, so comparing the types
    /// detects this.
    pub(super) fn compare<S>(self, routes: &mut [Route<S>]) {
        for (route, (function, path)) in routes.iter_mut().zip(self.0) {
            let is_other = route.handler.is_some_and(|handler| handler != function);
            route.listed_as = is_other.then_some(path);
        }
    }
}

/// A type that the hidden function of an annotated handler can return: [`Route`] or [`RegisteredHandler`]. `S` is
/// the handler's state. The attribute generates the hidden function, `__policy_of_<handler>`, beside the handler.
/// A `routes![..]` list calls it to get a `Route`, and the registry of handlers calls it to get a
/// `RegisteredHandler`.
///
/// A list with the state `T` needs a `Route<T>` of each handler. `Route<T>` implements this trait only if `T` is
/// `S`, so a list with a handler of another state does not compile.
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
