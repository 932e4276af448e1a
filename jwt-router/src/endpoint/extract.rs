//! Extracts the arguments of handlers. The guard provides some of them, such as the caller (`G<User>`), the
//! route's predicate provides `Loaded<T>`, and axum extracts the others.

use axum::{
    extract::{FromRequest, FromRequestParts, Request},
    response::{IntoResponse, Response},
};
use http::request::Parts;

use crate::{
    endpoint::{Admitted, No, RequiresToken, ViaAxum, ViaGuard, Yes},
    entity::CallerEntity,
    policy::ArgIdentity,
};

/// A type that a handler can take as an argument at any position, because extracting it does not read the request's
/// body.
///
/// `Via` is the marker type of the argument's source (the guard, the predicate or axum), `A` is the type of the
/// admitted request, `S` is the handler's state, and `Open` improves rustc's errors (see [`FromAxum`]).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an extractor that can stand here",
    label = "must implement `FromRequestParts`",
    note = "an entity is taken as `G<E>`, and as `Option<G<E>>` where the route is public",
    note = "only the last argument may read the request's body (`Json`, `Form`, `Bytes`, `String`, `Request`)",
    note = "with `state = App` in the attribute, `State<T>` needs `T: FromRef<App>`, and `State<App>` needs `App: Clone`; an extractor for one state only needs `state = ..`"
)]
pub trait PartsArg<Via, A, S, Open>: Sized {
    /// Describes whether the argument takes the caller, and of which entity type (`User` for `G<User>`).
    const IDENTITY: ArgIdentity;

    /// Extracts the argument from a request that the guard admitted.
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

/// A type that a handler can take as its last argument. Unlike the other arguments, the last one may read the
/// request's body.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an axum extractor",
    label = "must implement `FromRequest` or `FromRequestParts`",
    note = "an entity is taken as `G<E>`, and as `Option<G<E>>` where the route is public",
    note = "`Json<T>`, `Form<T>`, `Path<T>` and `Query<T>` need `T: serde::Deserialize`",
    note = "with `state = App` in the attribute, `State<T>` needs `T: FromRef<App>`, and `State<App>` needs `App: Clone`; an extractor for one state only needs `state = ..`"
)]
pub trait LastArg<Via, A, S, M>: Sized {
    /// Describes whether the argument takes the caller, and of which entity type (`User` for `G<User>`).
    const IDENTITY: ArgIdentity;

    /// Extracts the argument from a request that the guard admitted.
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

/// A type that axum extracts without reading the request's body.
///
/// The parameter `Open` keeps rustc from giving wrong advice about a type that is not an extractor, such as `Page`.
/// Without it, the error would advise to add `where Page: PartsArg<..>` to the generated function, which the user
/// cannot edit. rustc does not advise a bound with a parameter that it cannot infer. With a single implementation,
/// rustc would infer the parameter, so `FromAxum` has a second implementation, which applies to no type.
pub trait FromAxum<Open, S>: FromRequestParts<S> {}

impl<T: FromRequestParts<S>, S> FromAxum<(), S> for T {}

impl<T: Never + FromRequestParts<S>, S> FromAxum<No, S> for T {}

/// A type that axum extracts from the whole request, including its body. `Open` keeps rustc from giving wrong
/// advice, as in [`FromAxum`].
pub trait LastFromAxum<Open, S, M>: FromRequest<S, M> {}

impl<T: FromRequest<S, M>, S, M> LastFromAxum<(), S, M> for T {}

impl<T: Never + FromRequest<S, M>, S, M> LastFromAxum<No, S, M> for T {}

/// Describes how an argument that axum extracts takes the authenticated caller. The three marker types that can be the
/// parameter of [`ViaAxum`] implement this trait: `Yes` (the argument may take the caller), `No` (it does not) and
/// `RequiresToken` (it requires a valid token).
///
/// The description is not a part of the trait [`Asks`](super::Asks), because `Asks` is also implemented for lists
/// of markers, which have no description, for [`ViaGuard`], whose arguments [`FromGuard`] describes, and for
/// [`ViaPredicate`](super::ViaPredicate), whose arguments do not take the caller.
pub trait Asking {
    /// Describes whether the argument takes the caller, and of which entity type (`User` for `G<User>`).
    const IDENTITY: ArgIdentity;
}

impl Asking for Yes {
    const IDENTITY: ArgIdentity = ArgIdentity::UNKNOWN;
}

impl<C: CallerEntity> Asking for RequiresToken<C> {
    const IDENTITY: ArgIdentity = ArgIdentity::extractor::<C>();
}

impl Asking for No {
    const IDENTITY: ArgIdentity = ArgIdentity::NONE;
}

/// A trait that no type implements. It is the bound of the second implementations of [`FromAxum`] and [`LastFromAxum`],
/// which must apply to no type: they exist only so that rustc does not infer a parameter (see [`FromAxum`]).
pub trait Never {}

/// An argument type that the guard provides, such as `G<User>`.
pub trait FromGuard: Sized {
    /// Describes whether the argument takes the caller, and of which entity type (`User` for `G<User>`).
    const IDENTITY: ArgIdentity;

    /// Takes the argument from a request that the guard admitted.
    fn take(
        admitted: &mut Admitted,
        parts: &mut Parts,
    ) -> impl Future<Output = Result<Self, Response>> + Send;
}

impl<T: FromGuard, A: AsMut<Admitted>, S, Needs> PartsArg<ViaGuard<Needs>, A, S, ()> for T {
    const IDENTITY: ArgIdentity = T::IDENTITY;

    fn pull(
        admitted: &mut A,
        parts: &mut Parts,
        _state: &S,
    ) -> impl Future<Output = Result<Self, Response>> + Send {
        Self::take(admitted.as_mut(), parts)
    }
}

impl<T: FromGuard, A: AsMut<Admitted>, S, Needs> LastArg<ViaGuard<Needs>, A, S, ()> for T {
    const IDENTITY: ArgIdentity = T::IDENTITY;

    fn pull(
        admitted: &mut A,
        request: Request,
        _state: &S,
    ) -> impl Future<Output = Result<Self, Response>> + Send {
        let (mut parts, _) = request.into_parts();
        let admitted = admitted.as_mut();
        async move { Self::take(admitted, &mut parts).await }
    }
}
