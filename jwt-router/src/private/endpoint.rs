use std::marker::PhantomData;

use axum::{body::Body, extract::Request, handler::Handler, response::Response};
use http::request::Parts;

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
    /// Guards, extracts, calls, answers.
    fn call(
        guard: Self::Guard,
        request: Request,
        state: S,
    ) -> impl Future<Output = Response> + Send + 'static;
}

/// The endpoint as an axum handler.
///
/// Its future is the very one that the macro wrote: axum boxes it once, as it does the future of
/// every handler, and nothing else does.
pub(crate) fn handler<R: Call<S>, S: Send + Sync + 'static>(
    guard: R::Guard,
) -> impl Handler<Direct, S> {
    Adapter {
        call: move |request, state| R::call(guard, request, state),
        state: PhantomData,
    }
}

/// Marks the handlers that take the whole request.
#[derive(Debug)]
pub(crate) struct Direct;

struct Adapter<F, S> {
    call: F,
    state: PhantomData<fn(S)>,
}

impl<F: Clone, S> Clone for Adapter<F, S> {
    fn clone(&self) -> Self {
        Self {
            call: self.call.clone(),
            state: PhantomData,
        }
    }
}

impl<F, Fut, S> Handler<Direct, S> for Adapter<F, S>
where
    F: FnOnce(Request, S) -> Fut + Clone + Send + Sync + 'static,
    Fut: Future<Output = Response> + Send + 'static,
    S: 'static,
{
    type Future = Fut;

    fn call(self, request: Request, state: S) -> Fut {
        (self.call)(request, state)
    }
}

/// The head and the body of a request.
pub fn into_parts(request: Request) -> (Parts, Body) {
    request.into_parts()
}

/// The request of a head and a body.
#[must_use]
pub fn from_parts(parts: Parts, body: Body) -> Request {
    Request::from_parts(parts, body)
}
