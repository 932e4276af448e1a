//! Traits that replace the bounds of axum and std on handlers. Their error messages tell the handler's author
//! what to write.

use axum::{
    extract::FromRef,
    response::{IntoResponse, Response},
};

use crate::endpoint::{
    Count, Fact, No, RequiresLink, RequiresRefresh, RequiresTicket, Unknown, ViaAxum, ViaGuard,
    ViaPredicate, Yes,
};

/// A type that can be the state of a handler, which is every type that is `Clone + Send + Sync + 'static`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the state of a handler",
    label = "must be `Clone + Send + Sync + 'static`",
    note = "write `#[derive(Clone)]` on it, and put what cannot be cloned or shared in an `Arc`"
)]
// `Whole` is always `Self`. Without the parameter, rustc would find that `&App` is `Clone` where `App` is not,
// and advise to write `State<&App>`; but `&App` does not implement `HandlerState<App>`.
pub trait HandlerState<Whole = Self>: Clone + Send + Sync + 'static {}

#[diagnostic::do_not_recommend]
impl<S: Clone + Send + Sync + 'static> HandlerState for S {}

/// A type that a handler can take as `State<Self>` if the application's state is of the type `Whole`.
///
/// The attribute's expansion has this bound for each `State<..>` argument of the handler if the attribute has no
/// `state = ..`.
#[diagnostic::on_unimplemented(
    message = "this handler takes `State<{Self}>`, which cannot be had of the state `{Whole}`",
    label = "takes `State<{Self}>`",
    note = "`{Self}` must be `Clone`: write `#[derive(Clone)]` on it, or put what cannot be cloned in an `Arc`",
    note = "the state must be `{Self}` itself, or hold one: `impl axum::extract::FromRef<{Whole}> for {Self}`"
)]
pub trait StatePart<Whole>: FromRef<Whole> {}

#[diagnostic::do_not_recommend]
impl<T: FromRef<S>, S> StatePart<S> for T {}

/// A type that a handler can return, which is every type that implements `IntoResponse`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be sent as a response",
    label = "the handler returns this, which does not implement `IntoResponse`",
    note = "in a `Result`, both the value and the error must implement `IntoResponse`",
    note = "data goes out as `Json<T>` with `T: serde::Serialize`, alone or after a status: `(StatusCode, Json<T>)`"
)]
pub trait HandlerOutput {
    /// Converts the value into a response.
    fn response(self) -> Response;
}

#[diagnostic::do_not_recommend]
impl<T: IntoResponse> HandlerOutput for T {
    fn response(self) -> Response {
        self.into_response()
    }
}

/// A type that a handler of a public route can take as an argument: every type except those that require an access
/// token, such as `G<User>`. `Via` is the marker type of the argument's source, such as [`ViaAxum`].
#[diagnostic::on_unimplemented(
    message = "a public handler cannot take `{Self}`: nothing verifies its token",
    label = "needs a verified token, but this route is public",
    note = "make the route `#[protected(..)]`, or take `Option<{Self}>` to accept requests with and without a token"
)]
pub trait PublicArg<Via>: Sized {
    /// Does nothing at run time. An attribute's expansion calls this function with the span of a handler's argument,
    /// so that rustc underlines the argument if its type does not implement this trait.
    fn fits(_via: Fact<Self, Via>) {}
}

#[diagnostic::do_not_recommend]
impl<T> PublicArg<ViaGuard<No>> for T {}

#[diagnostic::do_not_recommend]
impl<T> PublicArg<ViaAxum<Yes>> for T {}

/// Accepts `Link<E>`, to avoid a second error: [`AccessArg`](super::AccessArg), or `build()` for an alias of the
/// type, reports that a public route takes no links (tokens for one purpose).
#[diagnostic::do_not_recommend]
impl<T> PublicArg<ViaGuard<RequiresLink>> for T {}

/// Accepts `Refresh<E>`, to avoid a second error: [`AccessArg`](super::AccessArg), or `build()` for an alias of
/// the type, reports that a public route takes no refresh tokens.
#[diagnostic::do_not_recommend]
impl<T> PublicArg<ViaGuard<RequiresRefresh>> for T {}

/// Accepts `Ticket<E>`, to avoid a second error: [`AccessArg`](super::AccessArg), or `build()` for an alias of the
/// type, reports that a public route takes no tickets (tokens for one request).
#[diagnostic::do_not_recommend]
impl<T> PublicArg<ViaGuard<RequiresTicket>> for T {}

/// Accepts an argument `Loaded<..>`, which alone has the marker `ViaPredicate`, to avoid a second error:
/// [`Hands`](super::Hands) reports that a public route has no predicate, which would provide the value.
#[diagnostic::do_not_recommend]
impl<T> PublicArg<ViaPredicate> for T {}

#[diagnostic::do_not_recommend]
impl<T> PublicArg<ViaAxum<No>> for T {}

/// A type that the handler of a `claims_only` route, which loads no entity, can take as an argument. `HoldsEntity` is
/// [`Yes`] if the argument contains the loaded entity, and otherwise [`No`]; only [`No`] is accepted.
#[diagnostic::on_unimplemented(
    message = "`claims_only` loads no entity, so `{Self}` has none",
    label = "holds an entity",
    note = "take `G`, or remove `claims_only`"
)]
pub trait ClaimsOnlyArg<HoldsEntity>: Sized {
    /// Does nothing at run time. An attribute's expansion calls this function with the span of a handler's argument,
    /// so that rustc underlines the argument if its type does not implement this trait.
    fn fits(_holds_entity: Fact<Self, HoldsEntity>) {}
}

#[diagnostic::do_not_recommend]
impl<T> ClaimsOnlyArg<No> for T {}

/// A type that a handler can take as an argument if the path of its route has `CAPTURES` captures, such as `{id}`.
/// `Taken` is the number of captures that the argument takes, as a [`struct@Count`], or [`Unknown`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not match the captures of the path",
    label = "takes a different number of values than the path has captures",
    note = "axum would answer every request to this route with 500 Internal Server Error"
)]
pub trait CapturesArg<Taken, const CAPTURES: usize>: Sized {
    /// Does nothing at run time. An attribute's expansion calls this function with the span of a handler's argument,
    /// so that rustc underlines the argument if its type does not implement this trait.
    fn fits(_taken: Fact<Self, Taken>) {}
}

#[diagnostic::do_not_recommend]
impl<T, const CAPTURES: usize> CapturesArg<Count<CAPTURES>, CAPTURES> for T {}

#[diagnostic::do_not_recommend]
impl<T, const CAPTURES: usize> CapturesArg<Unknown, CAPTURES> for T {}
