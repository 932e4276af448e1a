//! Predicates: functions that decide which callers a route lets in. An attribute names one with
//! `guard = owns_post`.
//!
//! The macro sees the function's path and not its arguments, so the attribute's expansion finds the arguments in
//! two steps. First, rustc infers the arguments' types from [`Protected::predicate`], which returns an [`Arg`] for
//! each argument. Then the expansion calls the method `facts` of each [`Arg`], which rustc resolves by the
//! argument's type. The method returns two facts: how the argument is extracted, and how many path captures it
//! takes. The expansion passes the facts to [`Asked::checked`]. From then on, the arguments are checked and
//! extracted like the arguments of a handler.

use std::{fmt, marker::PhantomData, pin::Pin, sync::Arc};

use axum::{
    extract::Request,
    response::{IntoResponse, Response},
};
use http::request::Parts;

use crate::{
    auth::{Head, Refusal, RouteGuard},
    bounded::Bounded,
    endpoint::{
        Admitted, Arg, CapturesArg, Count, Entering, Fact, Gate, Guard, Handing, PartsArg, Refused,
        Verdict, verdict::Decided,
    },
    policy::PredicateIdentity,
    rejection::Rejection,
};

/// A function that can be the predicate of a route.
///
/// The trait has no bounds on the function's arguments and result. [`Asked::checked`] has these bounds, so that rustc
/// reports the bound that fails, and not only that the function is no predicate.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot guard this route",
    label = "not a function of up to eight arguments",
    note = "`guard` names a function such as `async fn owns(g: G<User>, Path(id): Path<u64>) -> bool`, which is not `unsafe`"
)]
pub trait PredicateFn<A>: Clone + Send + Sync + 'static {
    /// The type that the function returns: a [`Verdict`], or a future of one.
    type Returned;
    /// The function's arguments as a tuple of eight elements, filled up with [`Absent`].
    type Padded;
    /// A tuple with an [`Arg`] for each element of [`Padded`](Self::Padded), by which the attribute's expansion
    /// looks up how the argument is extracted.
    type Args;
    /// The only value of the tuple type [`Args`](Self::Args).
    const ARGS: Self::Args;

    /// Calls the function. The elements of `arguments` that are [`Absent`] are ignored.
    fn call(&self, arguments: Self::Padded) -> Self::Returned;
}

/// Takes the place of an argument that a predicate does not have.
///
/// The attribute's expansion always passes eight arguments, because the macro sees only the path of the predicate and
/// cannot count its arguments.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Absent;

/// A type that a predicate can take as an argument: a [`PartsArg`], which is extracted without the request's body.
///
/// This trait is separate because a trait has only one `on_unimplemented` message. The message of `PartsArg` is
/// about handlers, whose last argument may read the body. No argument of a predicate may.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be an argument of a predicate (a `State<T>` needs `state = T` in the attribute)",
    label = "this predicate takes `{Self}`",
    note = "a predicate reads the request's head: `G<E>`, `Option<G<E>>`, `Path`, `Query`, `State`, `HeaderMap`, extractors of yours; never the body",
    note = "it takes its caller as `G<E>`, by value, and the `E` of it is a struct with `#[entity(table = \"..\", key = \"..\")]`",
    note = "`state = T` is not needed if the handler takes `State<T>` too"
)]
pub trait PredicateArg<Via, S, Open>: PartsArg<Via, Admitted, S, Open> + Send + 'static {}

#[diagnostic::do_not_recommend]
impl<Via, S, Open, T> PredicateArg<Via, S, Open> for T where
    T: PartsArg<Via, Admitted, S, Open> + Send + 'static
{
}

macro_rules! predicates {
    ($([$($argument:ident)*] [$($absent:ident)*];)*) => {
        $(
            #[diagnostic::do_not_recommend]
            #[allow(non_snake_case, reason = "each argument is named by its type")]
            impl<F, O, $($argument),*> PredicateFn<($($argument,)*)> for F
            where
                F: Fn($($argument),*) -> O + Clone + Send + Sync + 'static,
            {
                type Returned = O;
                type Padded = ($($argument,)* $($absent,)*);
                type Args = ($(Arg<$argument>,)* $(Arg<$absent>,)*);
                const ARGS: Self::Args = ($(Arg::<$argument>::ASKED,)* $(Arg::<$absent>::ASKED,)*);

                fn call(&self, ($($argument,)* $($absent,)*): Self::Padded) -> O {
                    self($($argument),*)
                }
            }
        )*
    };
}

predicates! {
    [] [Absent Absent Absent Absent Absent Absent Absent Absent];
    [A0] [Absent Absent Absent Absent Absent Absent Absent];
    [A0 A1] [Absent Absent Absent Absent Absent Absent];
    [A0 A1 A2] [Absent Absent Absent Absent Absent];
    [A0 A1 A2 A3] [Absent Absent Absent Absent];
    [A0 A1 A2 A3 A4] [Absent Absent Absent];
    [A0 A1 A2 A3 A4 A5] [Absent Absent];
    [A0 A1 A2 A3 A4 A5 A6] [Absent];
    [A0 A1 A2 A3 A4 A5 A6 A7] [];
}

/// A predicate whose argument types rustc has inferred, but not checked yet.
pub struct Asked<S, F, A, V> {
    pub(super) predicate: F,
    pub(super) marker: PhantomData<fn(S) -> (A, V)>,
}

impl<S, F, A, V> Asked<S, F, A, V> {
    /// Checks that each argument of the predicate fits the state and the path captures of the route. Returns the
    /// route's gate, which makes the route's guard at start-up.
    ///
    /// The bounds are on this function and not on an `impl` block, because rustc then quotes only the bound that
    /// fails. For an `impl` block, rustc's notes would list the bounds of all eight arguments.
    #[expect(clippy::too_many_arguments, reason = "one for each of the predicate's own")]
    #[rustfmt::skip]
    pub fn checked<
        const CAPTURES: usize,
        A0, V0, C0, O0, A1, V1, C1, O1, A2, V2, C2, O2, A3, V3, C3, O3,
        A4, V4, C4, O4, A5, V5, C5, O5, A6, V6, C6, O6, A7, V7, C7, O7,
    >(
        self,
        _: Count<CAPTURES>,
        _: Fact<A0, (V0, C0)>, _: Fact<A1, (V1, C1)>, _: Fact<A2, (V2, C2)>, _: Fact<A3, (V3, C3)>,
        _: Fact<A4, (V4, C4)>, _: Fact<A5, (V5, C5)>, _: Fact<A6, (V6, C6)>, _: Fact<A7, (V7, C7)>,
    ) -> Checked<S, <F::Returned as Verdict<V>>::Handed>
    where
        S: Send + Sync + 'static,
        F: PredicateFn<A, Padded = (A0, A1, A2, A3, A4, A5, A6, A7)>,
        F::Returned: Verdict<V> + Send,
        A0: PredicateArg<V0, S, O0> + CapturesArg<C0, CAPTURES>,
        A1: PredicateArg<V1, S, O1> + CapturesArg<C1, CAPTURES>,
        A2: PredicateArg<V2, S, O2> + CapturesArg<C2, CAPTURES>,
        A3: PredicateArg<V3, S, O3> + CapturesArg<C3, CAPTURES>,
        A4: PredicateArg<V4, S, O4> + CapturesArg<C4, CAPTURES>,
        A5: PredicateArg<V5, S, O5> + CapturesArg<C5, CAPTURES>,
        A6: PredicateArg<V6, S, O6> + CapturesArg<C6, CAPTURES>,
        A7: PredicateArg<V7, S, O7> + CapturesArg<C7, CAPTURES>,
    {
        let predicate = self.predicate;
        Checked {
            identity: PredicateIdentity {
                arguments: vec![
                    A0::IDENTITY, A1::IDENTITY, A2::IDENTITY, A3::IDENTITY,
                    A4::IDENTITY, A5::IDENTITY, A6::IDENTITY, A7::IDENTITY,
                ],
            },
            decide: Arc::new(move |admitted, parts, state| {
                let predicate = predicate.clone();
                Box::pin(async move {
                    let arguments = (
                        A0::pull(admitted, parts, state).await.map_err(Refused::Argument)?,
                        A1::pull(admitted, parts, state).await.map_err(Refused::Argument)?,
                        A2::pull(admitted, parts, state).await.map_err(Refused::Argument)?,
                        A3::pull(admitted, parts, state).await.map_err(Refused::Argument)?,
                        A4::pull(admitted, parts, state).await.map_err(Refused::Argument)?,
                        A5::pull(admitted, parts, state).await.map_err(Refused::Argument)?,
                        A6::pull(admitted, parts, state).await.map_err(Refused::Argument)?,
                        A7::pull(admitted, parts, state).await.map_err(Refused::Argument)?,
                    );
                    let verdict = predicate.call(arguments).verdict();
                    verdict.await
                })
            }),
        }
    }
}

/// A function that extracts the arguments of a predicate from an admitted request, and calls the predicate. `T` is the
/// type of the value that the predicate hands to the handler.
///
/// The type is a trait object, so that [`Checked`] needs no type parameters for the arguments of the predicate.
type Decide<S, T> =
    dyn for<'r> Fn(&'r mut Admitted, &'r mut Parts, &'r S) -> Decision<'r, T> + Send + Sync;

type Decision<'r, T> = Pin<Box<dyn Future<Output = Decided<T>> + Send + 'r>>;

/// The gate of a protected route with a predicate: the type by which [`CheckedGuard`] is chosen as the kind of the
/// route's guard when the handler is compiled.
pub struct Checked<S, T> {
    identity: PredicateIdentity,
    decide: Arc<Decide<S, T>>,
}

impl<S: Send + Sync + 'static, T: Send + 'static, Asks> Gate<S, Asks> for Checked<S, T> {
    type Admitted = Handing<T>;
    type Guard = CheckedGuard<S, T>;

    fn predicate(&self) -> PredicateIdentity {
        self.identity.clone()
    }

    fn guard(&self, guard: Arc<RouteGuard>) -> CheckedGuard<S, T> {
        CheckedGuard {
            guard,
            decide: Arc::clone(&self.decide),
        }
    }
}

/// The guard of a protected route with a predicate. It calls the predicate for each caller who meets all other
/// requirements of the route.
pub struct CheckedGuard<S, T> {
    guard: Arc<RouteGuard>,
    decide: Arc<Decide<S, T>>,
}

impl<S: Send + Sync + 'static, T: Send + 'static> Guard<S> for CheckedGuard<S, T> {
    type Admitted = Handing<T>;

    type Entering = Deciding<S, T>;

    fn begin(&self, request: &Request) -> Result<Deciding<S, T>, Rejection> {
        let entering = Entering::begin(&self.guard, Head::from(request))?;
        let decide = Arc::clone(&self.decide);
        Ok(Deciding { entering, decide })
    }

    async fn admit<'e>(
        Deciding { entering, decide }: &'e mut Deciding<S, T>,
        parts: &mut Parts,
        state: &S,
    ) -> Result<&'e mut Handing<T>, Response> {
        let handing = entering.admitted(parts).await;
        let handing = handing.map_err(IntoResponse::into_response)?;
        let admitted = &mut handing.admitted;
        let limit = admitted.jwt().config().predicate_timeout;
        let decision = Bounded::new(limit, decide(admitted, parts, state));
        match decision.await {
            Ok(Ok(value)) => {
                handing.value = Some(value);
                Ok(handing)
            }
            Ok(Err(refused)) => Err(admitted.refuse(refused, parts)),
            Err(overrun) => {
                let rejection = admitted.reject(Refusal::predicate_failed(overrun), parts);
                Err(admitted.finish(rejection.into_response()))
            }
        }
    }
}

/// A request that the guard of a route with a predicate has started to check and not refused. The guard calls the
/// predicate after it has finished all other checks.
pub struct Deciding<S, T> {
    entering: Entering<Handing<T>>,
    decide: Arc<Decide<S, T>>,
}

impl<S, T> Clone for CheckedGuard<S, T> {
    fn clone(&self) -> Self {
        Self {
            guard: Arc::clone(&self.guard),
            decide: Arc::clone(&self.decide),
        }
    }
}

impl<S, F, A, V> fmt::Debug for Asked<S, F, A, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Asked")
    }
}

impl<S, T> fmt::Debug for Checked<S, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Checked").field(&self.identity).finish()
    }
}

impl<S, T> fmt::Debug for Deciding<S, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Deciding")
    }
}

impl<S, T> fmt::Debug for CheckedGuard<S, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CheckedGuard")
    }
}
