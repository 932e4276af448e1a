use std::{any::TypeId, fmt, future, sync::Arc};

use axum::response::{IntoResponse, Response};
use http::request::Parts;

use crate::{
    __private::{Fact, No, Yes},
    guard::{Admitted, Head, RouteGuard},
};

/// What stands before a handler, chosen by type so that a public route pays for none.
pub trait Gate: Clone + Send + Sync + 'static {
    /// The gate of one route.
    fn new(guard: Arc<RouteGuard>) -> Self;
}

/// What lets requests through to a handler with the state `S`.
pub trait Guard<S>: Clone + Send + Sync + 'static {
    /// What is known of a request that was let through.
    type Admitted: Admission;

    /// Lets the request through, or answers it.
    fn admit(
        self,
        parts: &mut Parts,
        state: &S,
    ) -> impl Future<Output = Result<Self::Admitted, Response>> + Send;
}

/// What a request that was let through still has to do to its answer.
pub trait Admission: Send {
    /// The answer as it goes out.
    #[must_use]
    fn finish(&self, response: Response) -> Response;
}

/// No guard: the route is public, and no argument asks who calls.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Open;

impl Gate for Open {
    fn new(_guard: Arc<RouteGuard>) -> Self {
        Self
    }
}

impl<S> Guard<S> for Open {
    type Admitted = Self;

    fn admit(
        self,
        _parts: &mut Parts,
        _state: &S,
    ) -> impl Future<Output = Result<Self, Response>> + Send {
        future::ready(Ok(self))
    }
}

impl Admission for Open {
    fn finish(&self, response: Response) -> Response {
        response
    }
}

/// The route is public, and an argument may ask who calls.
#[derive(Clone)]
pub struct Optional(Arc<RouteGuard>);

impl Gate for Optional {
    fn new(guard: Arc<RouteGuard>) -> Self {
        Self(guard)
    }
}

impl<S> Guard<S> for Optional {
    type Admitted = Admitted;

    fn admit(
        self,
        parts: &mut Parts,
        _state: &S,
    ) -> impl Future<Output = Result<Admitted, Response>> + Send {
        let mut admitted = Admitted::public(self.0, Head::from(&*parts));
        admitted.share_in(parts);
        future::ready(Ok(admitted))
    }
}

/// The route needs a token.
#[derive(Clone)]
pub struct Required(Arc<RouteGuard>);

impl Gate for Required {
    fn new(guard: Arc<RouteGuard>) -> Self {
        Self(guard)
    }
}

impl<S> Guard<S> for Required {
    type Admitted = Admitted;

    #[expect(
        clippy::manual_async_fn,
        reason = "an `async fn` holds the state too, which would have to be `Sync` for it"
    )]
    fn admit(
        self,
        parts: &mut Parts,
        _state: &S,
    ) -> impl Future<Output = Result<Admitted, Response>> + Send {
        async move {
            Admitted::required(self.0, parts)
                .await
                .map_err(IntoResponse::into_response)
        }
    }
}

/// A guard that knows which arguments the predicate behind it takes.
pub trait Told {
    /// Tells the guard, which is asked when the application is built.
    fn tell(&self, arguments: Vec<(TypeId, &'static str)>);
}

impl Told for Required {
    fn tell(&self, arguments: Vec<(TypeId, &'static str)>) {
        self.0.predicate_takes(arguments);
    }
}

impl Admission for Admitted {
    fn finish(&self, response: Response) -> Response {
        Self::finish(self, response)
    }
}

/// The gate of a public route with arguments, until it is known what they ask.
#[derive(Clone, Debug)]
pub struct Public(Arc<RouteGuard>);

impl Gate for Public {
    fn new(guard: Arc<RouteGuard>) -> Self {
        Self(guard)
    }
}

/// Whether a handler may ask who calls, as a type: chooses the guard of a public route.
pub trait Asks {
    /// Whether this argument or the other may.
    type Or<Other: Asks>: Asks;
    /// The guard of a public route.
    type Guard: Gate;
}

impl Asks for Yes {
    type Or<Other: Asks> = Self;
    type Guard = Optional;
}

impl Asks for No {
    type Or<Other: Asks> = Other;
    type Guard = Open;
}

/// Whether one of two arguments may ask who calls.
#[must_use]
pub const fn or<T, U, A: Asks, B: Asks>(_: Fact<T, A>, _: Fact<U, B>) -> Fact<(T, U), A::Or<B>> {
    Fact::KNOWN
}

/// The guard of a public route whose arguments may ask who calls, or do not.
#[must_use]
pub fn public_guard<T, A: Asks>(gate: Public, _may_ask: Fact<T, A>) -> A::Guard {
    A::Guard::new(gate.0)
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
