//! axum's bounds under names and texts that tell a handler's author what to write.

use std::marker::PhantomData;

use axum::{
    extract::{FromRef, FromRequest, FromRequestParts, Request},
    response::{IntoResponse, Response},
};
use http::request::Parts;

use crate::{
    __private::{Count, Fact, No, Unknown, ViaAxum, ViaGuard, Yes},
    guard::Admitted,
    policy::ArgIdentity,
};

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

/// An argument that reads the request's head.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an extractor that can stand here",
    label = "must implement `FromRequestParts`",
    note = "an entity is taken as `G<E>`, and as `Option<G<E>>` where the route is public",
    note = "only the last argument may read the request's body (`Json`, `Form`, `Bytes`, `String`, `Request`)",
    note = "with `state = App` in the attribute, `State<T>` needs `T: FromRef<App>`, and `State<App>` needs `App: Clone`; an extractor for one state only needs `state = ..`"
)]
pub trait PartsArg<Via, A, S, Open>: Sized {
    /// What it wants to know of the caller.
    const IDENTITY: ArgIdentity;

    /// Takes the argument.
    fn pull(
        admitted: &mut A,
        parts: &mut Parts,
        state: &S,
    ) -> impl Future<Output = Result<Self, Response>> + Send;
}

#[diagnostic::do_not_recommend]
impl<T, Q, A, S, Open> PartsArg<ViaAxum<Q>, A, S, Open> for T
where
    T: FromAxum<Open, S>,
    Q: Asking,
    A: Send,
    S: Send + Sync,
{
    const IDENTITY: ArgIdentity = Q::IDENTITY;

    async fn pull(_admitted: &mut A, parts: &mut Parts, state: &S) -> Result<Self, Response> {
        T::from_request_parts(parts, state)
            .await
            .map_err(IntoResponse::into_response)
    }
}

/// The last argument, which may read the request's body.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an axum extractor",
    label = "must implement `FromRequest` or `FromRequestParts`",
    note = "an entity is taken as `G<E>`, and as `Option<G<E>>` where the route is public",
    note = "`Json<T>`, `Form<T>`, `Path<T>` and `Query<T>` need `T: serde::Deserialize`",
    note = "with `state = App` in the attribute, `State<T>` needs `T: FromRef<App>`, and `State<App>` needs `App: Clone`; an extractor for one state only needs `state = ..`"
)]
pub trait LastArg<Via, A, S, M>: Sized {
    /// What it wants to know of the caller.
    const IDENTITY: ArgIdentity;

    /// Takes the argument.
    fn pull(
        admitted: &mut A,
        request: Request,
        state: &S,
    ) -> impl Future<Output = Result<Self, Response>> + Send;
}

#[diagnostic::do_not_recommend]
impl<T, Q, A, S, M, Open> LastArg<ViaAxum<Q>, A, S, (M, Open)> for T
where
    T: LastFromAxum<Open, S, M>,
    Q: Asking,
    A: Send,
    S: Send + Sync,
{
    const IDENTITY: ArgIdentity = Q::IDENTITY;

    async fn pull(_admitted: &mut A, request: Request, state: &S) -> Result<Self, Response> {
        T::from_request(request, state)
            .await
            .map_err(IntoResponse::into_response)
    }
}

/// What axum extracts from the request's head.
///
/// `Open` stays open for what is none: of a bound that it does not know in full, rustc does not advise
/// to write it on the handler. There are two candidates, or rustc would take the one for granted.
pub trait FromAxum<Open, S>: FromRequestParts<S> {}

impl<T: FromRequestParts<S>, S> FromAxum<(), S> for T {}

impl<T: Never + FromRequestParts<S>, S> FromAxum<No, S> for T {}

/// What axum extracts from the whole request; `Open` is as above.
pub trait LastFromAxum<Open, S, M>: FromRequest<S, M> {}

impl<T: FromRequest<S, M>, S, M> LastFromAxum<(), S, M> for T {}

impl<T: Never + FromRequest<S, M>, S, M> LastFromAxum<No, S, M> for T {}

/// Whether an argument that axum extracts may ask who calls.
pub trait Asking {
    /// What it wants to know of the caller.
    const IDENTITY: ArgIdentity;
}

impl Asking for Yes {
    const IDENTITY: ArgIdentity = ArgIdentity::UNKNOWN;
}

impl Asking for No {
    const IDENTITY: ArgIdentity = ArgIdentity::NONE;
}

/// Implemented by no type.
pub trait Never {}

/// What the guard hands over.
pub trait FromGuard: Sized {
    /// What it wants to know of the caller.
    const IDENTITY: ArgIdentity;

    /// Takes the argument.
    fn take(
        admitted: &mut Admitted,
        parts: &mut Parts,
    ) -> impl Future<Output = Result<Self, Response>> + Send;
}

impl<T: FromGuard, S> PartsArg<ViaGuard, Admitted, S, ()> for T {
    const IDENTITY: ArgIdentity = T::IDENTITY;

    fn pull(
        admitted: &mut Admitted,
        parts: &mut Parts,
        _state: &S,
    ) -> impl Future<Output = Result<Self, Response>> + Send {
        Self::take(admitted, parts)
    }
}

impl<T: FromGuard, S> LastArg<ViaGuard, Admitted, S, ()> for T {
    const IDENTITY: ArgIdentity = T::IDENTITY;

    #[expect(
        clippy::manual_async_fn,
        reason = "an `async fn` holds the state too, which would have to be `Sync` for it"
    )]
    fn pull(
        admitted: &mut Admitted,
        request: Request,
        _state: &S,
    ) -> impl Future<Output = Result<Self, Response>> + Send {
        async move {
            let (mut parts, _body) = request.into_parts();
            Self::take(admitted, &mut parts).await
        }
    }
}

/// What a handler returns.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be sent as a response",
    label = "the handler returns this, which does not implement `IntoResponse`",
    note = "in a `Result`, both the value and the error must implement `IntoResponse`",
    note = "`Json<T>` needs `T: serde::Serialize`"
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

/// What a handler returns, by its type alone: what is wrong with it is said where this stands.
#[derive(Debug)]
pub struct Returned<O>(PhantomData<fn() -> O>);

impl<O> Returned<O> {
    /// The type that the handler's future says.
    pub const TYPE: Self = Self(PhantomData);
}

/// An argument of a public route, by whether it needs a token.
#[diagnostic::on_unimplemented(
    message = "a public handler cannot take `{Self}`: nothing verifies its token",
    label = "needs a verified token, but this route is public",
    note = "make the route `#[protected(..)]`, or take `Option<{Self}>` to accept requests with and without a token"
)]
pub trait PublicArg<NeedsToken>: Sized {
    /// Does nothing, and exists where the argument may stand in a public handler.
    fn fits(_needs_token: Fact<Self, NeedsToken>) {}
}

#[diagnostic::do_not_recommend]
impl<T> PublicArg<No> for T {}

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
