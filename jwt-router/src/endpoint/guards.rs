use std::{fmt, future, marker::PhantomData, sync::Arc};

use axum::response::{IntoResponse, Response};
use http::request::Parts;

use crate::{
    auth::{Head, RouteGuard},
    endpoint::{Admitted, Asked, No, PredicateFn, Token, Verdict, ViaAxum, ViaGuard, Yes},
    policy::PredicateIdentity,
};

/// The way a route is guarded, chosen by type, so that a public route pays for no guard.
///
/// `Asks` is the type of the arguments' facts.
pub trait Gate<S, Asks>: 'static {
    /// An admitted request.
    type Admitted: Admission;
    /// The guard before the handler.
    type Guard: Guard<S, Admitted = Self::Admitted>;

    /// Returns the facts of its predicate, if it has one.
    fn predicate(&self) -> PredicateIdentity {
        PredicateIdentity::default()
    }

    /// The guard of one route.
    fn guard(&self, guard: Arc<RouteGuard>) -> Self::Guard;
}

/// The route needs a token.
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
    /// Takes the predicate of the route, and finds the types of its arguments.
    ///
    /// The state is known from here on: rustc would else infer one from the first argument that
    /// has a state, and say of the route's own that it is wrong. It is a method because clippy
    /// takes a function that is handed to another at its own place for called, and then finds its
    /// `async` unused.
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

/// The route is public.
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

/// Lets requests through to a handler with the state `S`.
pub trait Guard<S>: Clone + Send + Sync + 'static {
    /// An admitted request.
    type Admitted: Admission;

    /// Lets the request through, or answers it.
    fn admit(
        self,
        parts: &mut Parts,
        state: &S,
    ) -> impl Future<Output = Result<Self::Admitted, Response>> + Send;
}

/// An admitted request, which changes its response on the way out.
///
/// It is a trait and not a method of [`Guard`]: a handler's function then names one type, `A`, and
/// the guard of a public route, which is zero-sized, has no branch for a request without a caller.
pub trait Admission: Send {
    /// Returns the response as it goes out.
    #[must_use]
    fn finish(&self, response: Response) -> Response;
}

/// No guard: the route is public, and no argument asks who calls.
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

/// The route is public, and an argument may ask who calls.
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

/// Lets through whoever has a good token.
#[derive(Clone)]
pub struct Required(Arc<RouteGuard>);

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

/// Facts of one or more arguments, which choose the guard of a public route: that is a type, so a
/// constant could not choose it.
pub trait Asks<S> {
    /// `Self` if this argument may take the caller, else `Other`.
    type Or<Other: Asks<S>>: Asks<S>;
    /// An admitted request.
    type Admitted: Admission;
    /// The guard of a public route.
    type Guard: Guard<S, Admitted = Self::Admitted>;

    /// The guard of one route.
    fn guard(guard: Arc<RouteGuard>) -> Self::Guard;
}

/// Arguments that may ask who calls.
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
    [C] ViaAxum<Token<C>>;
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

/// One argument, and those after it.
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
