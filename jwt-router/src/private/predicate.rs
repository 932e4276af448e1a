//! Predicates of yours that decide who may call a route: `guard = owns_post`.

use std::{
    any::{TypeId, type_name},
    fmt,
    future::ready,
    marker::PhantomData,
    sync::Arc,
};

use axum::{
    extract::FromRequestParts,
    response::{IntoResponse, Response},
};
use http::request::Parts;

use crate::{
    __private::{Gate, Guard, Protected, Required},
    guard::{Admitted, RouteGuard},
    policy::PredicateIdentity,
};

/// A function that decides who may call a route.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a predicate that can guard this route",
    label = "cannot decide who may call the route",
    note = "a predicate takes up to eight arguments that read the request's head: `G<E>`, `Option<G<E>>`, `Path`, `Query`, `State`, `HeaderMap`, extractors of yours; never the body",
    note = "the `E` of a `G<E>` is a struct with `#[entity(table = \"..\", key = \"..\")]`",
    note = "it returns `bool`, `Result<(), R>` or `Result<bool, R>` with `R: IntoResponse`, or a future of one of them: it may be `async`",
    note = "a predicate that takes `State<T>` needs `state = T` in the attribute, unless the handler takes `State<T>` too"
)]
pub trait Predicate<S, M>: Clone + Send + Sync + 'static {
    /// The types of its arguments, with their names.
    fn arguments() -> Vec<(TypeId, &'static str)>;

    /// Whether the request may pass; `Err` is another answer than ours.
    fn decide(
        &self,
        parts: &mut Parts,
        state: &S,
    ) -> impl Future<Output = Result<bool, Response>> + Send;
}

/// What a predicate returns.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say whether a request may pass",
    label = "the predicate returns this",
    note = "return `bool`, `Result<(), R>` or `Result<bool, R>` with `R: IntoResponse`, or a future of one of them"
)]
pub trait Verdict<M> {
    /// Whether the request may pass; `Err` is another answer than ours.
    fn verdict(self) -> impl Future<Output = Decided> + Send;
}

/// A verdict that is there at once.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Now;

/// A verdict that must be awaited.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Later;

type Decided = Result<bool, Response>;

impl Verdict<Now> for bool {
    fn verdict(self) -> impl Future<Output = Decided> + Send {
        ready(Ok(self))
    }
}

impl<R: IntoResponse> Verdict<Now> for Result<(), R> {
    fn verdict(self) -> impl Future<Output = Decided> + Send {
        ready(self.map(|()| true).map_err(IntoResponse::into_response))
    }
}

impl<R: IntoResponse> Verdict<Now> for Result<bool, R> {
    fn verdict(self) -> impl Future<Output = Decided> + Send {
        ready(self.map_err(IntoResponse::into_response))
    }
}

#[diagnostic::do_not_recommend]
impl<F> Verdict<Later> for F
where
    F: Future<Output: Verdict<Now>> + Send,
{
    async fn verdict(self) -> Decided {
        let decided = self.await.verdict();
        decided.await
    }
}

macro_rules! predicates {
    ($([$($argument:ident)*])*) => {
        $(
            #[diagnostic::do_not_recommend]
            #[allow(
                non_snake_case,
                unused_variables,
                reason = "each argument is named by its type, and a predicate may have none"
            )]
            impl<F, O, S, M, $($argument),*> Predicate<S, (M, $($argument,)*)> for F
            where
                F: Fn($($argument),*) -> O + Clone + Send + Sync + 'static,
                O: Verdict<M>,
                S: Send + Sync,
                $($argument: FromRequestParts<S> + Send + 'static,)*
            {
                fn arguments() -> Vec<(TypeId, &'static str)> {
                    vec![$((TypeId::of::<$argument>(), type_name::<$argument>())),*]
                }

                async fn decide(&self, parts: &mut Parts, state: &S) -> Result<bool, Response> {
                    $(
                        let $argument = $argument::from_request_parts(parts, state)
                            .await
                            .map_err(IntoResponse::into_response)?;
                    )*
                    let verdict = self($($argument),*).verdict();
                    verdict.await
                }
            }
        )*
    };
}

predicates! {
    []
    [A]
    [A B]
    [A B C]
    [A B C D]
    [A B C D E]
    [A B C D E H]
    [A B C D E H I]
    [A B C D E H I J]
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
    pub fn checked<F, M>(self, predicate: F) -> Checked<F, M>
    where
        F: Predicate<S, M>,
    {
        Checked {
            predicate,
            marker: PhantomData,
        }
    }
}

impl<S, A, F, M> Gate<S, A> for Checked<F, M>
where
    S: Send + Sync,
    F: Predicate<S, M>,
    M: 'static,
{
    type Admitted = Admitted;
    type Guard = CheckedGuard<F, M>;

    fn predicate(&self) -> PredicateIdentity {
        let name = type_name::<F>();
        PredicateIdentity {
            // A pointer, `fn(..) -> bool`, does not say which function it is.
            function: (!name.contains('(')).then_some(name),
            arguments: F::arguments(),
        }
    }

    fn guard(self, guard: Arc<RouteGuard>) -> Self::Guard {
        CheckedGuard {
            guard: Gate::<S, A>::guard(Protected, guard),
            gate: self,
        }
    }
}

/// The guard of [`Checked`].
pub struct CheckedGuard<F, M> {
    guard: Required,
    gate: Checked<F, M>,
}

impl<S, F, M> Guard<S> for CheckedGuard<F, M>
where
    S: Send + Sync,
    F: Predicate<S, M>,
    M: 'static,
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
