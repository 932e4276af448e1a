//! Converts the results of predicates (the functions that `guard = ..` names, plain or async) into decisions: to
//! let the request in, or to refuse it.

use std::future::ready;

use axum::response::IntoResponse;

use crate::endpoint::{Loaded, Refused};

/// A type that a predicate can return, such as `bool`, or a future of such a type.
///
/// `M` is [`Now`] for a value and [`Later`] for a future. Without this parameter, the implementation for all futures
/// would overlap with those for values.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say whether a request may pass",
    label = "this predicate returns `{Self}`",
    note = "return `bool`, `Result<(), R>` or `Result<bool, R>` with `R: IntoResponse`, such as `Result<(), Rejection>`, or a future of one of them",
    note = "to hand a value that it has loaded to the handler, return `Option<Loaded<T>>`, `Result<Loaded<T>, R>` or `Result<Option<Loaded<T>>, R>`, with `T: Send + 'static`"
)]
pub trait Verdict<M> {
    /// The type of the value that the predicate hands to the handler as [`Loaded`]; [`Nothing`] if the predicate hands
    /// over no value.
    type Handed: Send + 'static;

    /// Returns `Ok` with the value for the handler if the predicate lets the request in, and otherwise `Err` with how
    /// the predicate refuses the request.
    fn verdict(self) -> impl Future<Output = Decided<Self::Handed>> + Send
    where
        Self: Send;
}

/// Marks a predicate's result that is not a future, such as a `bool`.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Now;

/// Marks a predicate's result that is a future.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Later;

/// The value of a predicate that hands no [`Loaded`] value to the handler.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Nothing;

/// The decision of a predicate: `Ok` with the value for the handler, or `Err` with how the predicate refuses the
/// request.
pub(super) type Decided<T> = Result<T, Refused>;

/// Implements [`Verdict`] for each type, other than a future, that a predicate can return, such as `bool`.
macro_rules! verdicts {
    ($([$($generic:ident: $bound:ident),*] $type:ty => $handed:ty, |$value:ident| $decided:expr;)*) => {
        $(
            #[diagnostic::do_not_recommend]
            impl<$($generic: $bound + 'static),*> Verdict<Now> for $type {
                type Handed = $handed;

                fn verdict(self) -> impl Future<Output = Decided<$handed>> + Send {
                    let $value = self;
                    ready($decided)
                }
            }
        )*
    };
}

verdicts! {
    [] bool => Nothing, |is_let_in| is_let_in.then_some(Nothing).ok_or(Refused::Silently);
    [R: IntoResponse] Result<(), R> => Nothing, |result| result.map(|()| Nothing).map_err(Refused::new);
    [R: IntoResponse] Result<bool, R> => Nothing, |result| match result {
        Ok(true) => Ok(Nothing),
        Ok(false) => Err(Refused::Silently),
        Err(error) => Err(Refused::new(error)),
    };
    [T: Send] Option<Loaded<T>> => T, |loaded| loaded.map(Loaded::into_inner).ok_or(Refused::Silently);
    [T: Send, R: IntoResponse] Result<Loaded<T>, R> => T, |result| {
        result.map(Loaded::into_inner).map_err(Refused::new)
    };
    [T: Send, R: IntoResponse] Result<Option<Loaded<T>>, R> => T, |result| match result {
        Ok(loaded) => loaded.map(Loaded::into_inner).ok_or(Refused::Silently),
        Err(error) => Err(Refused::new(error)),
    };
}

#[diagnostic::do_not_recommend]
impl<F, V> Verdict<Later> for F
where
    F: Future<Output = V>,
    V: Verdict<Now> + Send,
{
    type Handed = V::Handed;

    async fn verdict(self) -> Decided<V::Handed>
    where
        Self: Send,
    {
        let decided = self.await.verdict();
        decided.await
    }
}
