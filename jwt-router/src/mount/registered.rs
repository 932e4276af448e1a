//! Annotated handlers on their way to a router: from the registry, or from a list.

use std::{any, fmt, sync::Arc};

use axum::routing::{MethodFilter, MethodRouter};

use crate::{
    __private::{Call, Endpoint, Gate, HandlerState, Mounted},
    guard::RouteGuard,
    mount::states::States,
    policy::{Method, RouteMeta},
};

/// An annotated handler in the registry that `inventory` fills before `main`.
///
/// It is a function only: what it says is worked out at start-up, and not by the compiler for every
/// handler.
pub struct Registration(fn() -> Registered);

inventory::collect!(Registration);

impl Registration {
    /// The registration of `R`, which takes any state, to be called with `S`.
    #[must_use]
    pub const fn new<R: Call<S>, S: HandlerState>() -> Self {
        Self(Registered::new::<R, S>)
    }

    /// The registration of `R`, which takes the state `S` alone and says itself what `S` lacks.
    #[must_use]
    pub const fn named<R: Call<S>, S: 'static>() -> Self {
        Self(Registered::new::<R, S>)
    }

    /// The handler.
    pub(crate) fn registered(&self) -> Registered {
        (self.0)()
    }
}

/// An annotated handler that was registered.
#[derive(Clone, Copy)]
pub(crate) struct Registered {
    pub(crate) meta: RouteMeta,
    pub(crate) state: StateType,
    mount: fn(&States, Arc<RouteGuard>) -> Option<MethodRouter>,
}

/// The state that a handler wants, as a constant.
#[derive(Clone, Copy)]
pub(crate) struct StateType {
    pub(crate) id: fn() -> any::TypeId,
    pub(crate) name: fn() -> &'static str,
}

impl Registered {
    fn new<R: Call<S>, S: 'static>() -> Self {
        Self {
            meta: R::META,
            state: StateType {
                id: any::TypeId::of::<S>,
                name: any::type_name::<S>,
            },
            mount: |states, guard| mounted::<R, S>(guard)?.with_state_of(states),
        }
    }

    /// The route, if its state was supplied.
    pub(crate) fn mount(&self, states: &States, guard: Arc<RouteGuard>) -> Option<MethodRouter> {
        (self.mount)(states, guard)
    }
}

/// One handler of a [`routes!`](crate::routes) list.
pub struct RouteEntry<S> {
    pub(crate) meta: RouteMeta,
    pub(crate) mount: fn(Arc<RouteGuard>) -> Option<MethodRouter<S>>,
}

// What `S` lacks to be a state, `R` says, and where it names it.
impl<S> RouteEntry<S> {
    /// The entry of `R`.
    #[must_use]
    pub const fn new<R: Listed<S, Open>, Open>() -> Self {
        Self {
            meta: R::META,
            mount: R::listed,
        }
    }
}

/// An annotated handler in a list of routes with the state `S`.
///
/// `Open` stays open until the list's state is known: rustc would else take what a handler takes as
/// `State<..>` for that state, and say of the list that types differ.
#[diagnostic::on_unimplemented(
    message = "this handler cannot be called with the state `{S}`",
    label = "`state = ..` of its attribute names another",
    note = "mount it with the state that its attribute names"
)]
pub trait Listed<S, Open>: Endpoint {
    /// The handler for its methods.
    fn listed(guard: Arc<RouteGuard>) -> Option<MethodRouter<S>>;
}

impl<R: Call<S>, S> Listed<S, Stated> for R {
    fn listed(guard: Arc<RouteGuard>) -> Option<MethodRouter<S>> {
        mounted::<Self, S>(guard).map(Mounted::into_router)
    }
}

impl<R: Endpoint> Listed<Unstated, Unstated> for R {
    fn listed(_guard: Arc<RouteGuard>) -> Option<MethodRouter<Unstated>> {
        None
    }
}

// The second, or rustc would take the first for the state of a handler that no state is fit for.
impl<R: Endpoint> Listed<(Unstated,), Unstated> for R {
    fn listed(_guard: Arc<RouteGuard>) -> Option<MethodRouter<(Unstated,)>> {
        None
    }
}

/// The state of a list is known.
#[derive(Debug)]
pub struct Stated;

/// The state of no list.
#[derive(Debug)]
pub struct Unstated;

/// The handlers of a [`routes!`](crate::routes) list, all of which can be called with the state
/// `S`.
#[must_use = "a list of routes does nothing until `JwtRoutes::app_with` mounts it"]
pub struct Routes<S> {
    pub(crate) entries: Vec<RouteEntry<S>>,
}

impl<S> Routes<S> {
    /// The routes of these entries.
    #[doc(hidden)]
    pub fn from_entries<const N: usize>(entries: [RouteEntry<S>; N]) -> Self {
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

/// The handler for its methods; a handler with mistakes has none.
fn mounted<R: Call<S>, S>(guard: Arc<RouteGuard>) -> Option<Mounted<S>> {
    let methods = R::META.methods.iter().copied().map(filter);
    let methods = methods.reduce(MethodFilter::or)?;
    Some(R::service(methods.into(), R::Guard::new(guard)))
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

impl fmt::Debug for Registration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Registration")
            .field(&self.registered().meta)
            .finish()
    }
}

impl<S> fmt::Debug for RouteEntry<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("RouteEntry").field(&self.meta).finish()
    }
}

impl<S> fmt::Debug for Routes<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.entries).finish()
    }
}
