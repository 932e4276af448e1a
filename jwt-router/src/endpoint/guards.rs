use std::{fmt, future, marker::PhantomData, sync::Arc};

use axum::response::{IntoResponse, Response};
use http::request::Parts;

use crate::{
    auth::{Head, RouteGuard},
    endpoint::{Admitted, Asked, No, PredicateFn, RequiresToken, Verdict, ViaAxum, ViaGuard, Yes},
    policy::PredicateIdentity,
};

/// Chooses the guard of a route by type, so that a public route has no guard at run time.
///
/// `Asks` is the list of the facts of the handler's arguments: see [`Asks`].
pub trait Gate<S, Asks>: 'static {
    /// A request that the guard let through.
    type Admitted: Admission;
    /// The guard before the handler.
    type Guard: Guard<S, Admitted = Self::Admitted>;

    /// Returns how the predicate's arguments take the caller; the default is a route without a predicate.
    fn predicate(&self) -> PredicateIdentity {
        PredicateIdentity::default()
    }

    /// Makes the guard of one route.
    fn guard(&self, guard: Arc<RouteGuard>) -> Self::Guard;
}

/// The gate of a protected route without a predicate.
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
    /// Takes the predicate of the route, and makes rustc infer the types of its arguments.
    ///
    /// `S` is fixed here. Otherwise rustc would infer the state from the first argument that has one, and
    /// report the route's own state as the one that does not match.
    ///
    /// This is a method because of clippy's `unused_async`, which recognizes a call by the span of the callee:
    /// a path `predicate` would have the span of the argument `owns`, so clippy would count `owns` as called
    /// and report its `async` as unused.
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

/// The gate of a public route, whose guard depends on the arguments of the handler.
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

/// Decides which requests reach a handler with the state `S`.
pub trait Guard<S>: Clone + Send + Sync + 'static {
    /// A request that the guard let through.
    type Admitted: Admission;

    /// Lets the request through, or returns the response that refuses it.
    fn admit(
        self,
        parts: &mut Parts,
        state: &S,
    ) -> impl Future<Output = Result<Self::Admitted, Response>> + Send;
}

/// A request that a guard let through, and that completes the response of the handler.
///
/// It is a trait of its own, and not a method of [`Guard`], so that the functions in `handlers.rs` name one
/// type `A`, and so that [`Open`], the zero-sized guard of a public route, has no branch for a request without
/// a caller.
pub trait Admission: Send {
    /// Returns the response to send, for example with `Cache-Control` added.
    #[must_use]
    fn finish(&self, response: Response) -> Response;
}

/// The guard of a public route whose arguments do not take the caller: it does nothing.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Open;

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

/// The guard of a public route with an argument that may take the caller.
///
/// It lets every request through. The token is verified only if an argument takes the caller.
#[derive(Clone)]
pub struct Optional(Arc<RouteGuard>);

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

/// The guard of a protected route: lets through callers with a valid token who meet the requirements.
#[derive(Clone)]
pub struct Required(Arc<RouteGuard>);

impl<S> Guard<S> for Required {
    type Admitted = Admitted;

    #[expect(
        clippy::manual_async_fn,
        reason = "the future of an `async fn` would hold `_state`, so `S` would have to be `Sync`"
    )]
    fn admit(
        self,
        parts: &mut Parts,
        _state: &S,
    ) -> impl Future<Output = Result<Admitted, Response>> + Send {
        async move {
            let admitted = Admitted::required(self.0, parts).await;
            let admitted = admitted.map_err(IntoResponse::into_response)?;
            let checked = admitted.check_predicate(None, parts);
            checked.map_err(IntoResponse::into_response)?;
            Ok(admitted)
        }
    }
}

impl Admission for Admitted {
    fn finish(&self, response: Response) -> Response {
        Self::finish(self, response)
    }
}

/// The facts of a handler's arguments, as a type that chooses the guard of a public route.
///
/// The facts are a type and not a constant, since a constant cannot choose the type of the guard. A list of
/// arguments is a nested pair: `(A, (B, C))`.
pub trait Asks<S> {
    /// `Self` if this argument may take the caller, and otherwise `Other`.
    type Or<Other: Asks<S>>: Asks<S>;
    /// A request that the guard let through.
    type Admitted: Admission;
    /// The guard of a public route.
    type Guard: Guard<S, Admitted = Self::Admitted>;

    /// Makes the guard of one route.
    fn guard(guard: Arc<RouteGuard>) -> Self::Guard;
}

/// Implements [`Asks`] for arguments that may take the caller.
macro_rules! asking {
    ($([$($generic:ident)?] $via:ty;)*) => {
        $(impl<S, $($generic)?> Asks<S> for $via {
            type Or<Other: Asks<S>> = Self;
            type Admitted = Admitted;
            type Guard = Optional;

            fn guard(guard: Arc<RouteGuard>) -> Optional {
                Optional(guard)
            }
        })*
    };
}

asking! {
    [Needs] ViaGuard<Needs>;
    [C] ViaAxum<RequiresToken<C>>;
    [] ViaAxum<Yes>;
}

impl<S> Asks<S> for ViaAxum<No> {
    type Or<Other: Asks<S>> = Other;
    type Admitted = Open;
    type Guard = Open;

    fn guard(_guard: Arc<RouteGuard>) -> Open {
        Open
    }
}

/// A list: the first argument, and the list of those after it.
impl<S, A: Asks<S>, B: Asks<S>> Asks<S> for (A, B) {
    type Or<Other: Asks<S>> = A::Or<B::Or<Other>>;
    type Admitted = <A::Or<B> as Asks<S>>::Admitted;
    type Guard = <A::Or<B> as Asks<S>>::Guard;

    fn guard(guard: Arc<RouteGuard>) -> Self::Guard {
        <A::Or<B> as Asks<S>>::guard(guard)
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
