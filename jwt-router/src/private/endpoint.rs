use std::marker::PhantomData;

use axum::{
    extract::Request,
    handler::Handler,
    response::Response,
    routing::{MethodFilter, MethodRouter, on},
};

use crate::{__private::Gate, policy::RouteMeta};

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
    fn service(methods: Methods<S>, guard: Self::Guard) -> MethodRouter<S>;
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

/// What calls a handler, as an axum handler.
///
/// Its future is boxed once, by axum, as that of every handler is.
pub(super) fn service<C, Fut, S>(methods: Methods<S>, call: C) -> MethodRouter<S>
where
    C: FnOnce(Request, S) -> Fut + Clone + Send + Sync + 'static,
    Fut: Future<Output = Response> + Send + 'static,
    S: Clone + Send + Sync + 'static,
{
    let Methods { filter, state } = methods;
    on(filter, Adapter { call, state })
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
