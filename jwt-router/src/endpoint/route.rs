use std::{fmt, marker::PhantomData, panic::Location, sync::Arc};

use axum::{
    extract::Request,
    handler::Handler,
    response::Response,
    routing::{MethodFilter, MethodRouter, on},
};

use crate::{
    auth::RouteGuard,
    endpoint::{HandlerState, Registered, States},
    policy::{Access, Method, RouteMeta},
};

/// An annotated handler that takes the state `S`: what its attribute said, and how it is called.
///
/// That the state is fit for it is known here, so that nothing else has to demand it again.
pub struct Route<S> {
    pub(crate) meta: RouteMeta,
    pub(crate) mount: Box<dyn FnOnce(Arc<RouteGuard>) -> MethodRouter<S>>,
    pub(crate) with_state: fn(MethodRouter<S>, &States) -> Option<MethodRouter>,
}

impl<S: HandlerState> Route<S> {
    /// The route whose handler is called so; what calls it is made once its guard is known.
    pub(super) fn new<C, Fut>(
        meta: RouteMeta,
        call: impl FnOnce(Arc<RouteGuard>) -> C + 'static,
    ) -> Self
    where
        C: FnOnce(Request, S) -> Fut + Clone + Send + Sync + 'static,
        Fut: Future<Output = Response> + Send + 'static,
    {
        let methods = meta.methods.iter().copied().map(filter);
        let methods = methods.reduce(MethodFilter::or);
        Self {
            meta,
            mount: Box::new(move |guard| {
                methods.map_or_else(MethodRouter::new, |methods| {
                    let call = call(guard);
                    let state = PhantomData;
                    on(methods, Adapter { call, state })
                })
            }),
            with_state,
        }
    }

    /// The route of a handler with mistakes: it never answers.
    #[must_use]
    #[track_caller]
    pub fn nothing() -> Self {
        let here = Location::caller();
        Self {
            meta: RouteMeta::at(here, Access::Protected, Vec::new(), "/", "".into()),
            mount: Box::new(|_guard| MethodRouter::new()),
            with_state,
        }
    }
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

fn with_state<S: HandlerState>(router: MethodRouter<S>, states: &States) -> Option<MethodRouter> {
    Some(router.with_state(states.get::<S>()?))
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

/// Marks the handlers that take the whole request.
#[derive(Debug)]
struct Direct;

/// What calls a handler, as an axum handler.
///
/// Its future is boxed once, by axum, as that of every handler is.
struct Adapter<C, S> {
    call: C,
    state: PhantomData<fn(S)>,
}

impl<C: Clone, S> Clone for Adapter<C, S> {
    fn clone(&self) -> Self {
        Self {
            call: self.call.clone(),
            state: PhantomData,
        }
    }
}

impl<C, Fut, S> Handler<Direct, S> for Adapter<C, S>
where
    C: FnOnce(Request, S) -> Fut + Clone + Send + Sync + 'static,
    Fut: Future<Output = Response> + Send + 'static,
    S: 'static,
{
    type Future = Fut;

    fn call(self, request: Request, state: S) -> Fut {
        (self.call)(request, state)
    }
}

impl<S> fmt::Debug for Route<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Route").field(&self.meta).finish()
    }
}
