//! Converts the results of predicates, which may be plain or async functions, into decisions.

use std::future::ready;

use axum::response::{IntoResponse, Response};

/// A type that a predicate can return, such as `bool`, or a future of such a type.
///
/// `M` is [`Now`] for a value and [`Later`] for a future. With this parameter, the implementations for both do
/// not overlap.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say whether a request may pass",
    label = "this predicate returns `{Self}`",
    note = "return `bool`, `Result<(), R>` or `Result<bool, R>` with `R: IntoResponse`, or a future of one of them"
)]
pub trait Verdict<M> {
    /// Returns whether the predicate lets the request in. An `Err` contains the response by which the predicate
    /// refuses it.
    fn verdict(self) -> impl Future<Output = Decided> + Send
    where
        Self: Send;
}

/// Marks a predicate's result that is a value.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Now;

/// Marks a predicate's result that is a future.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Later;

/// Whether a predicate lets the request in. An `Err` contains the response by which the predicate refuses it.
pub(super) type Decided = Result<bool, Response>;

#[diagnostic::do_not_recommend]
impl Verdict<Now> for bool {
    fn verdict(self) -> impl Future<Output = Decided> + Send {
        ready(Ok(self))
    }
}

#[diagnostic::do_not_recommend]
impl<R: IntoResponse> Verdict<Now> for Result<(), R> {
    fn verdict(self) -> impl Future<Output = Decided> + Send {
        ready(self.map(|()| true).map_err(IntoResponse::into_response))
    }
}

#[diagnostic::do_not_recommend]
impl<R: IntoResponse> Verdict<Now> for Result<bool, R> {
    fn verdict(self) -> impl Future<Output = Decided> + Send {
        ready(self.map_err(IntoResponse::into_response))
    }
}

#[diagnostic::do_not_recommend]
impl<F> Verdict<Later> for F
where
    F: Future<Output: Verdict<Now> + Send>,
{
    async fn verdict(self) -> Decided
    where
        Self: Send,
    {
        let decided = self.await.verdict();
        decided.await
    }
}
