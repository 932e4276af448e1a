//! Predicates of yours that decide who may call a route: `guard = owns_post`.

use std::{
    any::{TypeId, type_name},
    fmt,
    marker::PhantomData,
    sync::Arc,
};

use axum::response::{IntoResponse, Response};
use http::request::Parts;

use crate::{
    __private::{FromAxum, Gate, Guard, Protected, Required, Verdict},
    guard::{Admitted, RouteGuard},
    policy::PredicateIdentity,
};

/// A function that decides who may call a route: what it takes and returns is asked for one by one, so
/// that what does not fit is said by its name.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot guard this route",
    label = "not a function of up to eight arguments",
    note = "`guard` names a function such as `async fn owns(g: G<User>, Path(id): Path<u64>) -> bool`, which is not `unsafe`"
)]
pub trait PredicateFn<A>: Clone + Send + Sync + 'static {
    /// What it returns, awaited or not.
    type Returned;

    /// Calls it.
    fn ask(&self, arguments: A) -> Self::Returned;
}

/// One argument of a predicate; `Open` is as for [`FromAxum`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be an argument of a predicate",
    label = "this predicate takes `{Self}`",
    note = "a predicate reads the request's head: `G<E>`, `Option<G<E>>`, `Path`, `Query`, `State`, `HeaderMap`, extractors of yours; never the body",
    note = "it takes its caller as `G<E>`, by value, and the `E` of it is a struct with `#[entity(table = \"..\", key = \"..\")]`",
    note = "`State<T>` needs `state = T` in the attribute, unless the handler takes `State<T>` too"
)]
pub trait PredicateArg<S, Open>: Send + Sized + 'static {
    /// Takes it from the request.
    fn take(parts: &mut Parts, state: &S) -> impl Future<Output = Result<Self, Response>> + Send;
}

#[diagnostic::do_not_recommend]
impl<S, Open, T> PredicateArg<S, Open> for T
where
    S: Send + Sync,
    T: FromAxum<Open, S> + Send + 'static,
{
    async fn take(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let taken = T::from_request_parts(parts, state).await;
        taken.map_err(IntoResponse::into_response)
    }
}

/// A predicate of a route with the state `S`; `V` is found with it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot guard this route",
    label = "not a function of up to eight arguments",
    note = "`guard` names a function such as `async fn owns(g: G<User>, Path(id): Path<u64>) -> bool`, which is not `unsafe`"
)]
pub trait Predicate<S, A, V>: PredicateFn<A> {
    /// The types of its arguments, with their names.
    fn arguments() -> Vec<(TypeId, &'static str)>;

    /// Whether the request may pass; `Err` is another answer than ours.
    fn decide(
        &self,
        parts: &mut Parts,
        state: &S,
    ) -> impl Future<Output = Result<bool, Response>> + Send;
}

macro_rules! predicates {
    ($([$($argument:ident $open:ident)*])*) => {
        $(
            #[diagnostic::do_not_recommend]
            #[allow(non_snake_case, reason = "each argument is named by its type")]
            impl<F, O, $($argument),*> PredicateFn<($($argument,)*)> for F
            where
                F: Fn($($argument),*) -> O + Clone + Send + Sync + 'static,
            {
                type Returned = O;

                fn ask(&self, ($($argument,)*): ($($argument,)*)) -> O {
                    self($($argument),*)
                }
            }

            #[allow(
                non_snake_case,
                unused_variables,
                reason = "each argument is named by its type, and a predicate may have none"
            )]
            impl<F, S, V, $($argument, $open),*> Predicate<S, ($($argument,)*), (V, $($open),*)> for F
            where
                S: Send + Sync,
                F: PredicateFn<($($argument,)*)>,
                F::Returned: Verdict<V> + Send,
                $($argument: PredicateArg<S, $open>,)*
            {
                fn arguments() -> Vec<(TypeId, &'static str)> {
                    vec![$((TypeId::of::<$argument>(), type_name::<$argument>())),*]
                }

                async fn decide(&self, parts: &mut Parts, state: &S) -> Result<bool, Response> {
                    $(let $argument = $argument::take(parts, state).await?;)*
                    let verdict = self.ask(($($argument,)*)).verdict();
                    verdict.await
                }
            }
        )*
    };
}

predicates! {
    []
    [A OpenA]
    [A OpenA B OpenB]
    [A OpenA B OpenB C OpenC]
    [A OpenA B OpenB C OpenC D OpenD]
    [A OpenA B OpenB C OpenC D OpenD E OpenE]
    [A OpenA B OpenB C OpenC D OpenD E OpenE H OpenH]
    [A OpenA B OpenB C OpenC D OpenD E OpenE H OpenH I OpenI]
    [A OpenA B OpenB C OpenC D OpenD E OpenE H OpenH I OpenI J OpenJ]
}

/// The route needs a token, and a predicate is asked once the guard lets a request through.
pub struct Checked<F, M> {
    predicate: F,
    marker: PhantomData<fn() -> M>,
}

/// A handler's state, by its type alone.
#[derive(Debug)]
pub struct InState<S>(PhantomData<fn(S)>);

impl<S> InState<S> {
    /// The type.
    pub const TYPE: Self = Self(PhantomData);

    /// The gate with a predicate behind it.
    ///
    /// The state is known here already, so that what a predicate lacks is said of the predicate. It is
    /// a method because clippy takes a function that is handed to another at its own place for called,
    /// and then finds its `async` unused.
    pub fn checked<F, A, V>(self, predicate: F) -> Checked<F, (A, V)>
    where
        F: PredicateFn<A> + Predicate<S, A, V>,
    {
        Checked {
            predicate,
            marker: PhantomData,
        }
    }
}

impl<S, G, F, A, V> Gate<S, G> for Checked<F, (A, V)>
where
    S: Send + Sync,
    F: Predicate<S, A, V>,
    A: 'static,
    V: 'static,
{
    type Admitted = Admitted;
    type Guard = CheckedGuard<F, (A, V)>;

    fn predicate(&self) -> PredicateIdentity {
        let name = type_name::<F>();
        PredicateIdentity {
            // A pointer, `fn(..) -> bool`, does not say which function it is.
            function: (!name.contains('(')).then_some(name),
            arguments: F::arguments(),
        }
    }

    fn guard(&self, guard: Arc<RouteGuard>) -> Self::Guard {
        CheckedGuard {
            guard: Gate::<S, G>::guard(&Protected, guard),
            gate: self.clone(),
        }
    }
}

/// The guard of [`Checked`].
pub struct CheckedGuard<F, M> {
    guard: Required,
    gate: Checked<F, M>,
}

impl<S, F, A, V> Guard<S> for CheckedGuard<F, (A, V)>
where
    S: Send + Sync,
    F: Predicate<S, A, V>,
    A: 'static,
    V: 'static,
{
    type Admitted = Admitted;

    async fn admit(self, parts: &mut Parts, state: &S) -> Result<Admitted, Response> {
        let admitted = self.guard.admit(parts, state).await?;
        match self.gate.predicate.decide(parts, state).await {
            Ok(true) => Ok(admitted),
            Ok(false) => Err(admitted.finish(admitted.refuse().into_response())),
            Err(response) => Err(admitted.answer(response)),
        }
    }
}

impl<F: Clone, M> Clone for Checked<F, M> {
    fn clone(&self) -> Self {
        Self {
            predicate: self.predicate.clone(),
            marker: PhantomData,
        }
    }
}

impl<F: Clone, M> Clone for CheckedGuard<F, M> {
    fn clone(&self) -> Self {
        Self {
            guard: self.guard.clone(),
            gate: self.gate.clone(),
        }
    }
}

impl<F, M> fmt::Debug for Checked<F, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Checked")
    }
}

impl<F, M> fmt::Debug for CheckedGuard<F, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CheckedGuard")
    }
}
