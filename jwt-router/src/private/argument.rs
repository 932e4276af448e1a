//! What the macro learns of an argument's type: an inherent item of `Arg<T>` where the type is
//! known, the item of a trait that every `Arg<T>` has where it is not.

use std::{fmt, marker::PhantomData};

use axum::{
    Extension, Form, Json,
    body::Bytes,
    extract::{ConnectInfo, MatchedPath, OriginalUri, Path, Query, RawQuery, State},
    response::{IntoResponse, Response},
};
use http::{HeaderMap, request::Parts};

use crate::{
    __private::FromGuard,
    JwtRoutes, NeedsToken,
    entity::{AnyEntity, Entity, G},
    guard::Admitted,
    policy,
};

/// An argument's type, as something to ask.
pub struct Arg<T: ?Sized>(PhantomData<fn() -> T>);

impl<T: ?Sized> fmt::Debug for Arg<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(std::any::type_name::<T>())
    }
}

/// A type under another name, which says of an unknown one what `State<..>` says.
pub type Same<T> = T;

/// What is known of the type `T`, told as a type.
///
/// An operand of this type names the argument: rustc underlines it where a bound does not hold.
pub struct Fact<T, Known>(PhantomData<fn() -> (T, Known)>);

impl<T, Known> Fact<T, Known> {
    pub(super) const KNOWN: Self = Self(PhantomData);
}

impl<T, Known> fmt::Debug for Fact<T, Known> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(std::any::type_name::<Known>())
    }
}

/// It is so.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Yes;

/// It is not so.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct No;

/// So many.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Count<const COUNT: usize>;

/// It cannot be told.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Unknown;

/// The guard hands the argument over.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct ViaGuard;

/// axum extracts the argument, which may ask who calls, or does not.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct ViaAxum<Asks>(PhantomData<fn() -> Asks>);

/// What is taken for true of an argument of an unknown type.
pub trait ArgFacts<T> {
    /// It comes from axum, and may ask who calls.
    const SOURCE: Fact<T, ViaAxum<Yes>> = Fact::KNOWN;
    /// A request without a token can have it, unless it says otherwise.
    const NEEDS_TOKEN: Fact<T, No> = Fact::KNOWN;
    /// It holds no entity.
    const HOLDS_ENTITY: Fact<T, No> = Fact::KNOWN;
    /// How many captures it takes cannot be told.
    const CAPTURES: Fact<T, Unknown> = Fact::KNOWN;
}

impl<T> ArgFacts<T> for Arg<T> {}

/// Known types that have nothing to do with the caller.
macro_rules! plain {
    ($([$($generic:ident)?] $type:ty;)*) => {
        $(impl$(<$generic>)? Arg<$type> {
            /// Where it comes from: it does not ask who calls.
            pub const SOURCE: Fact<$type, ViaAxum<No>> = Fact::KNOWN;
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

/// Types that this crate hands over itself, without a detour through the request's extensions.
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
    [] G<AnyEntity>: policy::ArgIdentity::CALLER, |admitted, parts| admitted.any(parts).await;
    [] Option<G<AnyEntity>>: policy::ArgIdentity::CALLER, |admitted, parts| admitted.optional_any(parts).await;
    [] JwtRoutes: policy::ArgIdentity::CALLER, |admitted, _parts| Ok::<_, Response>(admitted.jwt().clone());
}

/// The types of `caller!`. What is in a `G` has no bound here: where it is no entity, the bound of the
/// implementation above says so, and names it.
macro_rules! via_guard {
    ($([$($entity:ident)?] $type:ty;)*) => {
        $(impl$(<$entity>)? Arg<$type> {
            /// Where it comes from.
            pub const SOURCE: Fact<$type, ViaGuard> = Fact::KNOWN;
        })*
    };
}

via_guard! {
    [E] G<E>;
    [E] Option<G<E>>;
    [] JwtRoutes;
}

#[cfg(feature = "google")]
caller! {
    [] crate::Google: policy::ArgIdentity::strategy::<crate::Google>(), |admitted, _parts| admitted.strategy::<crate::Google>();
}

#[cfg(feature = "google")]
via_guard! {
    [] crate::Google;
}

#[cfg(feature = "google")]
plain! {
    [] crate::LoginCallback;
    [] crate::GoogleLogin;
}

impl<T: NeedsToken> Arg<T> {
    /// Whether a request without a token cannot have it.
    pub const NEEDS_TOKEN: Fact<T, Yes> = Fact::KNOWN;
}

/// Types that hold an entity.
macro_rules! holds_entity {
    ($($type:ty)*) => {
        $(impl<E: Entity> Arg<$type> {
            /// Whether it can only be had of a caller whose entity is loaded.
            pub const HOLDS_ENTITY: Fact<$type, Yes> = Fact::KNOWN;
        })*
    };
}

holds_entity!(G<E> Option<G<E>>);

/// How many captures the known types take.
macro_rules! captures {
    ($($count:literal [$($generic:ident)*] $type:ty;)*) => {
        $(impl<$($generic),*> Arg<Path<$type>> {
            /// How many captures the argument takes.
            pub const CAPTURES: Fact<Path<$type>, Count<$count>> = Fact::KNOWN;
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
