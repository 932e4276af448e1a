//! Facts: properties of an argument's type that rustc looks up for an attribute's expansion. A fact is a constant
//! of [`Arg<T>`]. If this crate defines the fact for the type, the constant is inherent, which rustc prefers;
//! otherwise, it is a constant of the trait [`ArgFacts`], with a default.

use std::{fmt, marker::PhantomData};

use axum::{
    Extension, Form, Json,
    body::Bytes,
    extract::{ConnectInfo, MatchedPath, OriginalUri, Path, Query, RawQuery, State},
    response::{IntoResponse, Response},
};
use http::{HeaderMap, request::Parts};

use crate::{
    auth::{JwtRoutes, Refresh},
    endpoint::{
        Absent, Admitted, Count, FromGuard, NeedsToken, No, RequiresLink, RequiresRefresh,
        RequiresTicket, RequiresToken, Unknown, ViaAxum, ViaGuard, Yes,
    },
    entity::{AnyEntity, Entity, G, Link, Ticket},
    policy,
    rejection::Rejection,
};

/// A zero-sized value for the type `T` of an argument. Its associated constants are the facts about `T`.
pub struct Arg<T: ?Sized>(PhantomData<fn() -> T>);

impl<T> Arg<T> {
    pub(super) const ASKED: Self = Self(PhantomData);
}

impl<T: ?Sized> fmt::Debug for Arg<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(std::any::type_name::<T>())
    }
}

/// An alias of `T`, by which an attribute's expansion repeats the `T` of a handler's argument `State<T>`.
///
/// If the type `T` does not exist, rustc's error about `Same<T>` in the expansion equals the error about `State<T>` in
/// the handler, and rustc prints equal errors once.
pub type Same<T> = T;

/// A zero-sized value whose type says that the type `T` of an argument has the property that `Known` names, such as
/// `ViaAxum<No>`: axum extracts the argument, which does not contain the caller.
///
/// An attribute's expansion passes the value to a function whose bounds check the argument. The expression for the
/// value has the span of the handler's argument, so that rustc underlines the argument if a bound fails.
pub struct Fact<T, Known>(PhantomData<fn() -> (T, Known)>);

impl<T, Known> Fact<T, Known> {
    pub(super) const KNOWN: Self = Self(PhantomData);
}

impl<T, Known> fmt::Debug for Fact<T, Known> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(std::any::type_name::<Known>())
    }
}

/// An argument type that this crate knows, such as `G<User>` or `Json<T>`.
///
/// All these types share one inherent constant, `Arg::SOURCE`, which has the bound `T: Known`, and which says
/// whether the guard, the route's predicate or axum provides the argument. If each type had its own inherent
/// constant, rustc would try all of them at each lookup.
pub trait Known {
    /// The marker type of the argument's source: the guard ([`ViaGuard`]), the route's predicate
    /// ([`ViaPredicate`](super::ViaPredicate)), or axum ([`ViaAxum`]).
    type Via;
}

impl<T: Known> Arg<T> {
    /// The source of the argument: the guard, the route's predicate, or axum.
    pub const SOURCE: Fact<T, T::Via> = Fact::KNOWN;
}

/// The default facts about an argument of the type `T`. Each of them applies unless [`Arg<T>`] has an inherent
/// constant of the same name. All of them apply to a type that this crate does not know, such as an extractor of
/// the application.
pub trait ArgFacts<T> {
    /// axum extracts the argument. The argument may extract the authenticated caller, and its type does not
    /// declare that it requires a token (see [`NeedsToken`]).
    const SOURCE: Fact<T, ViaAxum<Yes>> = Fact::KNOWN;
    /// The argument does not contain the caller's entity, which the guard loads from a store.
    ///
    /// `Link<E>`, `Refresh<E>` and `Ticket<E>` have this default although they contain the entity, because the
    /// fact is looked up only for `claims_only` routes, which take access tokens and so none of these arguments.
    const HOLDS_ENTITY: Fact<T, No> = Fact::KNOWN;
    /// It is unknown how many of the path's captures the argument takes.
    const CAPTURES: Fact<T, Unknown> = Fact::KNOWN;

    /// Returns two facts about a predicate's argument: how it is extracted, and how many captures it takes.
    fn facts(&self) -> Fact<T, (ViaAxum<Yes>, Unknown)> {
        Fact::KNOWN
    }
}

impl<T> ArgFacts<T> for Arg<T> {}

/// Makes the extractors of the application that implement [`NeedsToken`] known as arguments that axum extracts and
/// that require an access token. A handler with such an argument does not compile on a public route, or on a route
/// that takes tokens of another use.
impl<T: NeedsToken> Known for T {
    type Via = ViaAxum<RequiresToken<T::Caller>>;
}

/// Implements [`Known`] for argument types that axum extracts and that do not contain the authenticated caller.
macro_rules! plain {
    ($([$($generic:ident)?] $type:ty;)*) => {
        $(impl$(<$generic>)? Known for $type {
            type Via = ViaAxum<No>;
        })*
    };
}

plain! {
    [T] State<T>;
    [T] Path<T>;
    [T] Query<T>;
    [T] Json<T>;
    [T] Form<T>;
    [T] Extension<T>;
    [T] ConnectInfo<T>;
    [] String;
    [] Bytes;
    [] HeaderMap;
    [] http::Method;
    [] http::Uri;
    [] MatchedPath;
    [] OriginalUri;
    [] RawQuery;
}

/// Implements [`FromGuard`] for the argument types that are taken from the [`Admitted`] request directly, and not
/// from a copy of it in the request's extensions.
macro_rules! caller {
    ($([$($entity:ident)?] $type:ty: $identity:expr, |$admitted:ident, $parts:ident| $take:expr;)*) => {
        $(
            impl$(<$entity: Entity>)? FromGuard for $type {
                const IDENTITY: policy::ArgIdentity = $identity;

                fn take(
                    $admitted: &mut Admitted,
                    $parts: &mut Parts,
                ) -> impl Future<Output = Result<Self, Response>> + Send {
                    async move { $take.map_err(IntoResponse::into_response) }
                }
            }
        )*
    };
}

caller! {
    [E] G<E>: policy::ArgIdentity::required::<E>(), |admitted, parts| admitted.typed(parts).await;
    [E] Option<G<E>>: policy::ArgIdentity::optional::<E>(), |admitted, parts| admitted.optional(parts).await;
    [E] Result<G<E>, Rejection>: policy::ArgIdentity::required::<E>(), |admitted, parts| Ok::<_, Response>(admitted.typed(parts).await);
    [] G<AnyEntity>: policy::ArgIdentity::ANY, |admitted, parts| admitted.any(parts).await;
    [] Option<G<AnyEntity>>: policy::ArgIdentity::ANY, |admitted, parts| admitted.optional_any(parts).await;
    [] Result<G<AnyEntity>, Rejection>: policy::ArgIdentity::ANY, |admitted, parts| Ok::<_, Response>(admitted.any(parts).await);
    [E] Link<E>: policy::ArgIdentity::link::<E>(), |admitted, parts| admitted.link(parts).await;
    [E] Refresh<E>: policy::ArgIdentity::refresh::<E>(), |admitted, parts| admitted.refresh(parts).await;
    [E] Ticket<E>: policy::ArgIdentity::ticket::<E>(), |admitted, parts| admitted.ticket(parts).await;
    [] Absent: policy::ArgIdentity::NONE, |_admitted, _parts| Ok::<_, Response>(Absent);
    [] JwtRoutes: policy::ArgIdentity::CALLER, |admitted, _parts| Ok::<_, Response>(admitted.jwt().clone());
}

/// Implements [`Known`] for the argument types that the guard provides.
///
/// The `E` of `G<E>` has no bound here. If it is not an entity, the bound in the implementation of `FromGuard`
/// fails, and rustc's error then names `E`.
macro_rules! via_guard {
    ($([$($entity:ident)?] $type:ty: $needs:ident;)*) => {
        $(impl$(<$entity>)? Known for $type {
            type Via = ViaGuard<$needs>;
        })*
    };
}

via_guard! {
    [E] G<E>: RequiresToken;
    [E] Option<G<E>>: No;
    [E] Result<G<E>, Rejection>: No;
    [E] Link<E>: RequiresLink;
    [E] Refresh<E>: RequiresRefresh;
    [E] Ticket<E>: RequiresTicket;
    [] Absent: No;
    [] JwtRoutes: No;
}

#[cfg(feature = "google")]
caller! {
    [] crate::oauth::google::Google: policy::ArgIdentity::provider::<crate::oauth::google::Google>("Google"), |admitted, _parts| admitted.google();
}

#[cfg(feature = "google")]
via_guard! {
    [] crate::oauth::google::Google: No;
}

#[cfg(feature = "google")]
plain! {
    [] crate::oauth::LoginCallback;
    [] crate::oauth::google::GoogleLogin;
}

/// Defines the fact `HOLDS_ENTITY` for argument types, such as `G<User>`, that contain the caller's loaded entity.
macro_rules! holds_entity {
    ($($type:ty),*) => {
        $(impl<E: Entity> Arg<$type> {
            /// The argument contains the caller's entity, so the route cannot be `claims_only`, which loads no
            /// entity.
            pub const HOLDS_ENTITY: Fact<$type, Yes> = Fact::KNOWN;
        })*
    };
}

holds_entity!(G<E>, Option<G<E>>, Result<G<E>, Rejection>);

/// An argument type of which this crate knows how many captures of the path it takes, such as `Path<u64>`.
pub trait Captured {
    /// The number of captures that the argument takes, as a [`struct@Count`].
    type Count;
}

impl<T: Captured> Arg<T> {
    /// The number of the path's captures that the argument takes.
    pub const CAPTURES: Fact<T, T::Count> = Fact::KNOWN;
}

macro_rules! captures {
    ($($count:literal [$($generic:ident)*] $type:ty;)*) => {
        $(impl<$($generic),*> Captured for Path<$type> {
            type Count = Count<$count>;
        })*
    };
}

captures! {
    1 [] i8;
    1 [] i16;
    1 [] i32;
    1 [] i64;
    1 [] i128;
    1 [] isize;
    1 [] u8;
    1 [] u16;
    1 [] u32;
    1 [] u64;
    1 [] u128;
    1 [] usize;
    1 [] f32;
    1 [] f64;
    1 [] bool;
    1 [] char;
    1 [] String;
    0 [] ();
    1 [A] (A,);
    2 [A B] (A, B);
    3 [A B C] (A, B, C);
    4 [A B C D] (A, B, C, D);
    5 [A B C D E] (A, B, C, D, E);
    6 [A B C D E F] (A, B, C, D, E, F);
}

/// The facts about a predicate's argument if this crate knows how many captures the argument takes, as for
/// `Path<u64>`.
///
/// An expansion cannot name the argument's type, so it calls the method `facts` of an `Arg` value. rustc takes the
/// first of three methods that applies: this inherent method, the method of [`KnownArg`], or the method of
/// [`ArgFacts`], which comes last because it takes `self` by reference.
impl<T: Captured> Arg<T> {
    /// Returns two facts about a predicate's argument: axum extracts it, and how many captures it takes.
    #[must_use]
    pub const fn facts(self) -> Fact<T, (ViaAxum<No>, T::Count)> {
        Fact::KNOWN
    }
}

/// The facts about a predicate's argument whose type this crate knows, but not its number of captures.
pub trait KnownArg<T: Known>: Sized {
    /// Returns two facts about a predicate's argument: how it is extracted, and an unknown number of captures.
    fn facts(self) -> Fact<T, (T::Via, Unknown)> {
        Fact::KNOWN
    }
}

impl<T: Known> KnownArg<T> for Arg<T> {}
