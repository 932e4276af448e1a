use std::marker::PhantomData;

use axum::{
    extract::Request,
    handler::Handler,
    response::Response,
    routing::{MethodFilter, MethodRouter, on},
};

use crate::{
    __private::{Gate, HandlerState},
    mount::States,
    policy::RouteMeta,
};

/// An annotated handler: its policy, and the guard that holds it.
pub trait Endpoint: Send + Sync + 'static {
    /// What the attribute said.
    const META: RouteMeta;
    /// What stands before the handler.
    type Guard: Gate;
}

/// An annotated handler that can be called with this state.
pub trait Call<S>: Endpoint {
    /// The handler behind its guard, for these methods.
    fn service(methods: Methods<S>, guard: Self::Guard) -> Mounted<S>;
}

/// The methods of a route whose handler takes the state `S`.
#[derive(Clone, Copy, Debug)]
pub struct Methods<S> {
    filter: MethodFilter,
    state: PhantomData<fn(S)>,
}

impl<S> From<MethodFilter> for Methods<S> {
    fn from(filter: MethodFilter) -> Self {
        Self {
            filter,
            state: PhantomData,
        }
    }
}

/// A handler behind its guard, and how it is given its state.
///
/// That the state is fit for it is known here, so that nothing else has to demand it again.
#[derive(Debug)]
pub struct Mounted<S> {
    router: MethodRouter<S>,
    with_state: fn(MethodRouter<S>, &States) -> Option<MethodRouter>,
}

impl<S: HandlerState> Mounted<S> {
    fn new(router: MethodRouter<S>) -> Self {
        Self {
            router,
            with_state: |router, states| Some(router.with_state(states.get::<S>()?)),
        }
    }

    /// No handler: answers nothing.
    #[must_use]
    pub fn nothing() -> Self {
        Self::new(MethodRouter::new())
    }
}

impl<S> Mounted<S> {
    pub(crate) fn into_router(self) -> MethodRouter<S> {
        self.router
    }

    /// The route, if its state was supplied.
    pub(crate) fn with_state_of(self, states: &States) -> Option<MethodRouter> {
        (self.with_state)(self.router, states)
    }
}

/// What calls a handler, as an axum handler.
///
/// Its future is boxed once, by axum, as that of every handler is.
pub(super) fn service<C, Fut, S>(methods: Methods<S>, call: C) -> Mounted<S>
where
    C: FnOnce(Request, S) -> Fut + Clone + Send + Sync + 'static,
    Fut: Future<Output = Response> + Send + 'static,
    S: HandlerState,
{
    let Methods { filter, state } = methods;
    Mounted::new(on(filter, Adapter { call, state }))
}

/// Marks the handlers that take the whole request.
#[derive(Debug)]
struct Direct;

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
