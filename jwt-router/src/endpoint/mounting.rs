//! Mounts a handler on a route, as an axum service.
//!
//! The compiler monomorphizes this code for each handler, so the code is short. The names of its types are
//! short too, because debug information repeats them for each handler.

use std::{
    convert::Infallible,
    future::{self, Ready},
    marker::PhantomData,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

use axum::{
    extract::Request,
    response::{IntoResponse, Response},
    routing::{MethodFilter, MethodRouter},
};
use pin_project_lite::pin_project;
use tower_service::Service;

use crate::{
    auth::RouteGuard,
    endpoint::{Exit, Gate, Guard, HandlerFn, HandlerOutput, HandlerState, prepare::Prepare},
    policy::PredicateIdentity,
    rejection::Rejection,
};

/// A handler that can be mounted on its route at start-up, when the route's guard and the state are known.
pub(super) trait MountHandler<S> {
    /// Describes how each argument of the route's predicate extracts the authenticated caller, so that `build()`
    /// can check the arguments. The description has no arguments if the route has no predicate.
    fn predicate(&self) -> PredicateIdentity;

    /// Returns the axum service that runs the guard and then the handler, for requests with these methods.
    fn mount(&self, methods: MethodFilter, guard: Arc<RouteGuard>, state: S) -> MethodRouter;
}

/// A handler `H` that is not mounted yet. `K` is the gate: the type that chooses the kind of the route's guard at
/// compile time. `G` is the chosen type of guard, and `P` lists the types of the handler's arguments.
pub(super) struct Mounting<K, G, P, H> {
    gate: K,
    predicate: fn(&K) -> PredicateIdentity,
    guard: fn(&K, Arc<RouteGuard>) -> G,
    handler: H,
    arguments: PhantomData<fn() -> P>,
}

impl<K, G, P, H> Mounting<K, G, P, H> {
    pub(super) fn new<S, X>(gate: K, handler: H) -> Self
    where
        K: Gate<S, X, Guard = G>,
    {
        Self {
            gate,
            predicate: K::predicate,
            guard: K::guard,
            handler,
            arguments: PhantomData,
        }
    }
}

impl<S, K, G, P, H> MountHandler<S> for Mounting<K, G, P, H>
where
    S: HandlerState,
    G: Guard<S>,
    P: Prepare<G, S>,
    H: HandlerFn<P::Arguments>,
{
    fn predicate(&self) -> PredicateIdentity {
        (self.predicate)(&self.gate)
    }

    fn mount(&self, methods: MethodFilter, guard: Arc<RouteGuard>, state: S) -> MethodRouter {
        let endpoint = Mounted {
            guard: (self.guard)(&self.gate, guard),
            state,
            arguments: P::arguments,
            handler: self.handler.clone(),
        };
        MethodRouter::new().on_service(methods, endpoint)
    }
}

pin_project! {
    /// The future of one request to a mounted handler. It finishes the check that the guard has started, extracts
    /// the arguments, and calls the handler.
    ///
    /// The future is hand-written, because the future of an `async` block would contain the request twice: directly,
    /// and in the inner future to which the request is moved.
    #[project = ServingProjection]
    enum Serving<P, H, E, F> {
        Refused { rejection: Ready<Rejection> },
        Preparing { #[pin] arguments: P, handler: H },
        Called { #[pin] output: F, exit: E },
    }
}

impl<P, H, E, T> Future for Serving<P, H, E, H::Future>
where
    P: Future<Output = Result<(E, T), Response>>,
    H: HandlerFn<T>,
    E: Exit,
{
    type Output = Result<Response, Infallible>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        loop {
            let called = match self.as_mut().project() {
                ServingProjection::Refused { rejection } => {
                    let rejection = ready!(Pin::new(rejection).poll(context));
                    return Poll::Ready(Ok(rejection.into_response()));
                }
                ServingProjection::Preparing { arguments, handler } => {
                    match ready!(arguments.poll(context)) {
                        Ok((exit, arguments)) => Self::Called {
                            output: handler.clone().invoke(arguments),
                            exit,
                        },
                        Err(refused) => return Poll::Ready(Ok(refused)),
                    }
                }
                ServingProjection::Called { output, exit } => {
                    let response = ready!(output.poll(context)).response();
                    return Poll::Ready(Ok(exit.finish(response)));
                }
            };
            self.set(called);
        }
    }
}

/// The axum service of a mounted handler. `A` is the type of the function [`Prepare::arguments`], whose future has no
/// name.
///
/// The service does not box its future, because axum boxes the future of every service.
#[derive(Clone)]
struct Mounted<G, S, A, H> {
    guard: G,
    state: S,
    arguments: A,
    handler: H,
}

impl<G, S, A, P, H, E, T> Service<Request> for Mounted<G, S, A, H>
where
    G: Guard<S>,
    S: HandlerState,
    A: Fn(G::Entering, S, Request) -> P,
    P: Future<Output = Result<(E, T), Response>>,
    H: HandlerFn<T>,
    E: Exit,
{
    type Response = Response;
    type Error = Infallible;
    type Future = Serving<P, H, E, H::Future>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    // Inlined, it would write the future into a temporary, which axum's code around it then copies as a whole. In a
    // closure that takes the request, the request would be copied before the guard reads it.
    #[inline(never)]
    fn call(&mut self, request: Request) -> Self::Future {
        match self.guard.begin(&request) {
            Ok(entering) => Serving::Preparing {
                arguments: (self.arguments)(entering, self.state.clone(), request),
                handler: self.handler.clone(),
            },
            Err(rejection) => Serving::Refused {
                rejection: future::ready(rejection),
            },
        }
    }
}
