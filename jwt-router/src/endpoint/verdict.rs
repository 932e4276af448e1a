//! The results of predicates, of plain functions and of async ones.

use std::future::ready;

use axum::response::{IntoResponse, Response};

/// A type that a predicate can return.
///
/// `M` is [`Now`] or [`Later`], so that the implementations for values and for futures do not overlap.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say whether a request may pass",
    label = "this predicate returns `{Self}`",
    note = "return `bool`, `Result<(), R>` or `Result<bool, R>` with `R: IntoResponse`, or a future of one of them"
)]
pub trait Verdict<M> {
    /// Returns whether the request is let in; `Err` is the predicate's own response.
    fn verdict(self) -> impl Future<Output = Decided> + Send
    where
        Self: Send;
}

/// Marks a verdict that is a value.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Now;

/// Marks a verdict that is a future, and must be awaited.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Later;

/// Whether the request is let in; `Err` is the predicate's own response.
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
