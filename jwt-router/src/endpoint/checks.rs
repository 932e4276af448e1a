//! axum's bounds under names and texts that tell a handler's author what to write.

use axum::{
    extract::FromRef,
    response::{IntoResponse, Response},
};

use crate::endpoint::{Count, Fact, No, Unknown, ViaAxum, ViaGuard, Yes};

/// The state that a handler is mounted with.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the state of a handler",
    label = "must be `Clone + Send + Sync + 'static`",
    note = "write `#[derive(Clone)]` on it, and put what cannot be cloned or shared in an `Arc`"
)]
// `&App` is no state where `App` has to be one: rustc would else advise to write `State<&App>`.
pub trait HandlerState<Whole = Self>: Clone + Send + Sync + 'static {}

#[diagnostic::do_not_recommend]
impl<S: Clone + Send + Sync + 'static> HandlerState for S {}

/// What a handler takes as `State<Self>`, where `state = ..` does not name the whole.
#[diagnostic::on_unimplemented(
    message = "this handler takes `State<{Self}>`, which cannot be had of the state `{Whole}`",
    label = "takes `State<{Self}>`",
    note = "`{Self}` must be `Clone`: write `#[derive(Clone)]` on it, or put what cannot be cloned in an `Arc`",
    note = "the state must be `{Self}` itself, or hold one: `impl axum::extract::FromRef<{Whole}> for {Self}`"
)]
pub trait StatePart<Whole>: FromRef<Whole> {}

#[diagnostic::do_not_recommend]
impl<T: FromRef<S>, S> StatePart<S> for T {}

/// What a handler returns.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be sent as a response",
    label = "the handler returns this, which does not implement `IntoResponse`",
    note = "in a `Result`, both the value and the error must implement `IntoResponse`",
    note = "data goes out as `Json<T>` with `T: serde::Serialize`, alone or after a status: `(StatusCode, Json<T>)`"
)]
pub trait HandlerOutput {
    /// The answer.
    fn response(self) -> Response;
}

#[diagnostic::do_not_recommend]
impl<T: IntoResponse> HandlerOutput for T {
    fn response(self) -> Response {
        self.into_response()
    }
}

/// An argument of a public route, by how it is taken.
#[diagnostic::on_unimplemented(
    message = "a public handler cannot take `{Self}`: nothing verifies its token",
    label = "needs a verified token, but this route is public",
    note = "make the route `#[protected(..)]`, or take `Option<{Self}>` to accept requests with and without a token"
)]
pub trait PublicArg<Via>: Sized {
    /// Does nothing, and exists where the argument may stand in a public handler.
    fn fits(_via: Fact<Self, Via>) {}
}

#[diagnostic::do_not_recommend]
impl<T> PublicArg<ViaGuard<No>> for T {}

#[diagnostic::do_not_recommend]
impl<T> PublicArg<ViaAxum<Yes>> for T {}

#[diagnostic::do_not_recommend]
impl<T> PublicArg<ViaAxum<No>> for T {}

/// An argument of a route that loads no entity, by whether it holds one.
#[diagnostic::on_unimplemented(
    message = "`claims_only` loads no entity, so `{Self}` has none",
    label = "holds an entity",
    note = "take `G`, or remove `claims_only`"
)]
pub trait ClaimsOnlyArg<HoldsEntity>: Sized {
    /// Does nothing, and exists where the argument holds no entity.
    fn fits(_holds_entity: Fact<Self, HoldsEntity>) {}
}

#[diagnostic::do_not_recommend]
impl<T> ClaimsOnlyArg<No> for T {}

/// An argument, by how many captures it takes and how many the path has.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not match the captures of the path",
    label = "takes a different number of values than the path has captures",
    note = "axum would answer every request to this route with 500 Internal Server Error"
)]
pub trait CapturesArg<Taken, const CAPTURES: usize>: Sized {
    /// Does nothing, and exists where the argument takes as many captures as the path has.
    fn fits(_taken: Fact<Self, Taken>) {}
}

#[diagnostic::do_not_recommend]
impl<T, const CAPTURES: usize> CapturesArg<Count<CAPTURES>, CAPTURES> for T {}

#[diagnostic::do_not_recommend]
impl<T, const CAPTURES: usize> CapturesArg<Unknown, CAPTURES> for T {}
