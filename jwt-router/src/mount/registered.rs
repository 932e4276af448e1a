//! Annotated handlers on their way to a router: from the registry, or from a list.

use std::{any, fmt, sync::Arc};

use axum::routing::{MethodFilter, MethodRouter, on};

use crate::{
    __private::{self, Call, Gate},
    guard::RouteGuard,
    mount::states::States,
    policy::{Method, RouteMeta},
};

/// An annotated handler in the registry that `inventory` fills before `main`.
pub struct Registered {
    pub(crate) meta: RouteMeta,
    pub(crate) state: StateType,
    mount: fn(&States, Arc<RouteGuard>) -> Option<MethodRouter>,
}

inventory::collect!(Registered);

/// The state that a handler wants, as a constant.
#[derive(Clone, Copy)]
pub(crate) struct StateType {
    pub(crate) id: fn() -> any::TypeId,
    pub(crate) name: fn() -> &'static str,
}

impl Registered {
    /// The registration of `R`, to be called with the state `S`.
    #[must_use]
    pub const fn new<R: Call<S>, S: Clone + Send + Sync + 'static>() -> Self {
        Self {
            meta: R::META,
            state: StateType {
                id: any::TypeId::of::<S>,
                name: any::type_name::<S>,
            },
            mount: |states, guard| {
                let state = states.get::<S>()?;
                Some(method_router::<R, S>(guard).with_state(state))
            },
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
    pub(crate) mount: fn(Arc<RouteGuard>) -> MethodRouter<S>,
}

impl<S: Clone + Send + Sync + 'static> RouteEntry<S> {
    /// The entry of `R`.
    #[must_use]
    pub const fn new<R: Call<S>>() -> Self {
        Self {
            meta: R::META,
            mount: method_router::<R, S>,
        }
    }
}

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

fn method_router<R: Call<S>, S: Clone + Send + Sync + 'static>(
    guard: Arc<RouteGuard>,
) -> MethodRouter<S> {
    let handler = __private::handler::<R, S>(R::Guard::new(guard));
    let mut methods = R::META.methods.iter().copied().map(filter);
    match methods.next() {
        Some(first) => on(methods.fold(first, MethodFilter::or), handler),
        None => MethodRouter::new(),
    }
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

impl fmt::Debug for Registered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Registered").field(&self.meta).finish()
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
