use std::{fmt, future, marker::PhantomData, sync::Arc};

use axum::{
    extract::Request,
    response::{IntoResponse, Response},
};
use http::request::Parts;

use crate::{
    auth::{Head, RouteGuard},
    endpoint::{Admitted, Asked, Asks, Entering, Leaving, PredicateFn, Verdict},
    policy::PredicateIdentity,
    rejection::Rejection,
};

/// Chooses the type of a route's guard at compile time, so that the guard of a public route whose handler takes no
/// caller costs nothing at run time.
///
/// `Asks` is a list with a marker type for each argument of the handler, which says whether the argument may extract
/// the authenticated caller.
pub trait Gate<S, Asks>: 'static {
    /// The type of a request that the guard let through.
    type Admitted: Admission;
    /// The type of the guard that runs before the handler.
    type Guard: Guard<S, Admitted = Self::Admitted>;

    /// Describes how the arguments of the route's predicate extract the authenticated caller. By default, the route
    /// has no predicate.
    fn predicate(&self) -> PredicateIdentity {
        PredicateIdentity::default()
    }

    /// Wraps the `RouteGuard` of one route into the chosen type of guard.
    fn guard(&self, guard: Arc<RouteGuard>) -> Self::Guard;
}

/// The gate (the type that chooses a route's guard) of protected routes without `guard = ..`. The guard is
/// [`Required`].
#[derive(Clone, Copy, Debug)]
#[expect(clippy::exhaustive_structs, reason = "an expansion writes it")]
pub struct Protected;

impl<S, A> Gate<S, A> for Protected {
    type Admitted = Admitted;
    type Guard = Required;

    fn guard(&self, guard: Arc<RouteGuard>) -> Required {
        Required(guard)
    }
}

impl Protected {
    /// Adds a predicate to the route, and makes rustc infer the types of the predicate's arguments.
    ///
    /// The parameter `S` fixes the type of the route's state. Otherwise, rustc would infer this type from the first
    /// `State<..>` argument of the predicate, and report the route's own state as the one that does not match.
    ///
    /// This is a method because of clippy's lint `unused_async`, which ignores an `async fn` that is used as a value,
    /// and recognizes a call by the span of the callee. The path of a free function would have the span of the
    /// argument `owns` in `guard = owns`. clippy would then count `owns` as called, and report its `async` as unused.
    pub fn predicate<S, F, A, V>(
        self,
        _: PhantomData<S>,
        predicate: F,
    ) -> (Asked<S, F, A, V>, F::Args)
    where
        F: PredicateFn<A>,
        F::Returned: Verdict<V> + Send,
    {
        let marker = PhantomData;
        (Asked { predicate, marker }, F::ARGS)
    }
}

/// Chooses the guard of a public route: [`Optional`] if an argument of the handler may extract the authenticated
/// caller, and otherwise [`Open`].
#[derive(Clone, Copy, Debug)]
#[expect(clippy::exhaustive_structs, reason = "an expansion writes it")]
pub struct Public;

impl<S, A: Asks<S>> Gate<S, A> for Public {
    type Admitted = A::Admitted;
    type Guard = A::Guard;

    fn guard(&self, guard: Arc<RouteGuard>) -> A::Guard {
        A::guard(guard)
    }
}

/// Decides for each request whether it reaches a handler with the state `S`.
pub trait Guard<S>: Clone + Send + Sync + 'static {
    /// The type of a request that the guard let through.
    type Admitted: Admission;
    /// The type of a request that the guard has started to check and not refused.
    type Entering: Send;

    /// Starts to check the request, as far as possible without waiting.
    ///
    /// The method borrows the request, so that a refused request is never moved into a future.
    ///
    /// # Errors
    ///
    /// Returns the rejection of a request that can be refused without waiting.
    fn begin(&self, request: &Request) -> Result<Self::Entering, Rejection>;

    /// Finishes the check that [`begin`](Self::begin) started. Returns the admitted request, or the response
    /// that refuses the request.
    ///
    /// The method borrows `entering` and returns a reference into it. If the method took `entering` by value, its
    /// future would contain the admitted request twice.
    fn admit<'e>(
        entering: &'e mut Self::Entering,
        parts: &mut Parts,
        state: &S,
    ) -> impl Future<Output = Result<&'e mut Self::Admitted, Response>> + Send;
}

/// A request that a guard let through.
///
/// This trait is separate from [`Guard`], so that the functions in `handlers.rs` need a type parameter for the
/// admitted request only. [`Open`], the zero-sized guard of a public route, is its own admitted request, because the
/// route keeps nothing about a caller.
pub trait Admission: Send + 'static {
    /// The part of the request that is kept while the handler runs, to set headers of the response.
    type Exit: Exit;

    /// Returns the part of the request that is kept while the handler runs, to set headers of its response.
    fn exit(&self) -> Self::Exit;
}

/// Modifies the response of a handler before it is sent, for example by adding `Cache-Control`.
pub trait Exit: Send {
    /// Returns the response to send, for example with `Cache-Control` added.
    #[must_use]
    fn finish(&self, response: Response) -> Response;
}

/// The guard of a public route whose arguments do not extract the authenticated caller. It lets every request
/// through, and verifies no token.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Open;

impl<S> Guard<S> for Open {
    type Admitted = Self;
    type Entering = Self;

    fn begin(&self, _request: &Request) -> Result<Self, Rejection> {
        Ok(Self)
    }

    fn admit<'e>(
        entering: &'e mut Self,
        _parts: &mut Parts,
        _state: &S,
    ) -> impl Future<Output = Result<&'e mut Self, Response>> + Send {
        future::ready(Ok(entering))
    }
}

impl Admission for Open {
    type Exit = Self;

    fn exit(&self) -> Self {
        Self
    }
}

impl Exit for Open {
    fn finish(&self, response: Response) -> Response {
        response
    }
}

/// The guard of a public route with an argument that may extract the authenticated caller.
///
/// It lets every request through. The token is verified only when an argument extracts the authenticated
/// caller.
#[derive(Clone)]
pub struct Optional(pub(super) Arc<RouteGuard>);

impl<S> Guard<S> for Optional {
    type Admitted = Admitted;
    type Entering = Entering;

    fn begin(&self, request: &Request) -> Result<Entering, Rejection> {
        Ok(Admitted::public(Arc::clone(&self.0), Head::from(request)).into())
    }

    #[expect(
        clippy::manual_async_fn,
        reason = "an `async fn` holds the state too, which would have to be `Sync` for it"
    )]
    fn admit<'e>(
        entering: &'e mut Entering,
        parts: &mut Parts,
        _state: &S,
    ) -> impl Future<Output = Result<&'e mut Admitted, Response>> + Send {
        async move {
            let admitted = entering.admitted(parts).await;
            admitted.map_err(IntoResponse::into_response)
        }
    }
}

/// The guard of a protected route without a predicate. It lets through callers with a valid token who meet the
/// requirements of the route.
#[derive(Clone)]
pub struct Required(Arc<RouteGuard>);

impl<S> Guard<S> for Required {
    type Admitted = Admitted;
    type Entering = Entering;

    fn begin(&self, request: &Request) -> Result<Entering, Rejection> {
        Entering::begin(&self.0, Head::from(request))
    }

    #[expect(
        clippy::manual_async_fn,
        reason = "the future of an `async fn` would hold `_state`, so `S` would have to be `Sync`"
    )]
    fn admit<'e>(
        entering: &'e mut Entering,
        parts: &mut Parts,
        _state: &S,
    ) -> impl Future<Output = Result<&'e mut Admitted, Response>> + Send {
        async move {
            let admitted = entering.admitted(parts).await;
            let admitted = admitted.map_err(IntoResponse::into_response)?;
            let checked = admitted.check_no_predicate(parts);
            checked.map_err(IntoResponse::into_response)?;
            Ok(admitted)
        }
    }
}

impl Admission for Admitted {
    type Exit = Leaving;

    fn exit(&self) -> Leaving {
        Self::exit(self)
    }
}

impl fmt::Debug for Optional {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Optional")
    }
}

impl fmt::Debug for Required {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Required")
    }
}
