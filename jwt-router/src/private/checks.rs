//! axum's bounds under names and texts that tell a handler's author what to write.

use axum::{
    extract::{FromRequest, FromRequestParts, Request},
    response::{IntoResponse, Response},
};
use http::request::Parts;
use serde::{Serialize, de::DeserializeOwned};

use crate::__private::{Admission, ViaAxum};

/// An argument that reads the request's head.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an extractor that can stand here",
    label = "must implement `FromRequestParts`",
    note = "only the last argument may read the request's body (`Json`, `Form`, `Bytes`, `String`, `Request`)",
    note = "if `{Self}` implements `FromRequestParts` for one state only, name that state in the attribute: `state = ..`"
)]
pub trait PartsArg<Via, A, S>: Sized {
    /// Takes the argument.
    fn pull(
        admitted: &mut A,
        parts: &mut Parts,
        state: &S,
    ) -> impl Future<Output = Result<Self, Response>> + Send;
}

#[diagnostic::do_not_recommend]
impl<T, A, S> PartsArg<ViaAxum, A, S> for T
where
    T: FromRequestParts<S>,
    A: Send,
    S: Send + Sync,
{
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
    note = "`Json<T>`, `Form<T>`, `Path<T>` and `Query<T>` need `T: serde::Deserialize`",
    note = "if `{Self}` implements it for one state only, name that state in the attribute: `state = ..`"
)]
pub trait LastArg<Via, A, S, M>: Sized {
    /// Takes the argument.
    fn pull(
        admitted: &mut A,
        request: Request,
        state: &S,
    ) -> impl Future<Output = Result<Self, Response>> + Send;
}

#[diagnostic::do_not_recommend]
impl<T, A, S, M> LastArg<ViaAxum, A, S, M> for T
where
    T: FromRequest<S, M>,
    A: Send,
    S: Send + Sync,
{
    async fn pull(_admitted: &mut A, request: Request, state: &S) -> Result<Self, Response> {
        T::from_request(request, state)
            .await
            .map_err(IntoResponse::into_response)
    }
}

/// Takes an argument from the request's head.
pub fn parts<Via, T: PartsArg<Via, A, S>, A, S>(
    _via: Via,
    admitted: &mut A,
    parts: &mut Parts,
    state: &S,
) -> impl Future<Output = Result<T, Response>> + Send {
    T::pull(admitted, parts, state)
}

/// Takes the last argument, which may read the request's body.
pub fn last<Via, T: LastArg<Via, A, S, M>, A, S, M>(
    _via: Via,
    admitted: &mut A,
    request: Request,
    state: &S,
) -> impl Future<Output = Result<T, Response>> + Send {
    T::pull(admitted, request, state)
}

/// What a handler returns.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be sent as a response",
    label = "the handler returns this, which does not implement `IntoResponse`",
    note = "in a `Result`, both the value and the error must implement `IntoResponse`"
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

/// The handler's answer as it goes out.
pub fn respond<A: Admission, T: HandlerOutput>(admitted: A, output: T) -> Response {
    admitted.finish(output.response())
}

/// An argument of a public route, by whether it needs a token.
#[diagnostic::on_unimplemented(
    message = "a public handler cannot take `{Self}`: nothing verifies its token",
    label = "needs a verified token, but this route is public",
    note = "make the route `#[protected(..)]`, or take `Option<{Self}>` to accept requests with and without a token"
)]
pub trait PublicArg<const NEEDS_TOKEN: bool> {}

#[diagnostic::do_not_recommend]
impl<T: ?Sized> PublicArg<false> for T {}

/// Checks that an argument may stand in a public handler.
pub const fn public_arg<T: ?Sized + PublicArg<NEEDS_TOKEN>, const NEEDS_TOKEN: bool>() {}

/// An argument, by whether it takes as many captures as the path has.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not match the captures of the path",
    label = "takes a different number of values than the path has captures",
    note = "axum would answer every request to this route with 500 Internal Server Error"
)]
pub trait CapturesArg<const MATCH: bool> {}

#[diagnostic::do_not_recommend]
impl<T: ?Sized> CapturesArg<true> for T {}

/// Checks that an argument takes as many captures as the path has.
pub const fn captures_arg<T: ?Sized + CapturesArg<MATCH>, const MATCH: bool>() {}

/// Whether an argument that takes so many captures fits a path that has `captures` of them.
#[must_use]
pub const fn captures_match(taken: Option<usize>, captures: usize) -> bool {
    match taken {
        Some(taken) => taken == captures,
        None => true,
    }
}

/// A struct that can be an entity.
#[diagnostic::on_unimplemented(
    message = "the entity `{Self}` cannot be cloned",
    label = "an entity must be `Clone`, `Send` and `Sync`",
    note = "add `#[derive(Clone)]`"
)]
pub trait EntityStruct {}

#[diagnostic::do_not_recommend]
impl<T: Clone + Send + Sync + 'static> EntityStruct for T {}

/// Checks that a struct can be an entity.
pub const fn entity_struct<T: EntityStruct>() {}

/// A type that can be an entity's key.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the key of an entity",
    label = "a key travels in the token, so it must be `serde::Serialize`, `serde::Deserialize` and `Clone`",
    note = "numbers, strings and UUIDs can be keys"
)]
pub trait EntityKey {}

#[diagnostic::do_not_recommend]
impl<T: Clone + DeserializeOwned + Send + Serialize + Sync + 'static> EntityKey for T {}

/// Checks that a type can be an entity's key.
pub const fn entity_key<T: EntityKey>() {}
