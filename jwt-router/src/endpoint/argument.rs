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
    auth::JwtRoutes,
    endpoint::{Absent, Admitted, FromGuard, NeedsToken},
    entity::{AnyEntity, Entity, G},
    policy,
    rejection::Rejection,
};

/// An argument's type, as something to ask.
pub struct Arg<T: ?Sized>(PhantomData<fn() -> T>);

impl<T> Arg<T> {
    pub(super) const ASKED: Self = Self(PhantomData);
}

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
#[expect(clippy::exhaustive_structs, reason = "an expansion writes it")]
pub struct Count<const COUNT: usize>;

/// It cannot be told.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Unknown;

/// It needs a token, of the entity `Caller`.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Token<Caller = AnyEntity>(PhantomData<fn() -> Caller>);

/// The guard hands the argument over, which needs a token (`Token`), or does without (`No`).
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct ViaGuard<Needs>(PhantomData<fn() -> Needs>);

/// axum extracts the argument, which needs a token (`Token`), may ask who calls (`Yes`), or does not (`No`).
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct ViaAxum<Asks>(PhantomData<fn() -> Asks>);

/// A type of which is known how it is taken.
///
/// One trait, and not an inherent constant for each of the types: rustc tries all that there are.
pub trait Known {
    /// How it is taken.
    type Via;
}

impl<T: Known> Arg<T> {
    /// Where it comes from.
    pub const SOURCE: Fact<T, T::Via> = Fact::KNOWN;
}

/// What is taken for true of an argument of an unknown type.
pub trait ArgFacts<T> {
    /// It comes from axum, and may ask who calls; a request without a token can have it.
    const SOURCE: Fact<T, ViaAxum<Yes>> = Fact::KNOWN;
    /// It holds no entity.
    const HOLDS_ENTITY: Fact<T, No> = Fact::KNOWN;
    /// How many captures it takes cannot be told.
    const CAPTURES: Fact<T, Unknown> = Fact::KNOWN;

    /// All of that but for the entity, of a predicate's argument.
    fn facts(&self) -> Fact<T, (ViaAxum<Yes>, Unknown)> {
        Fact::KNOWN
    }
}

impl<T> ArgFacts<T> for Arg<T> {}

/// An extractor that its author says it of.
impl<T: NeedsToken> Known for T {
    type Via = ViaAxum<Token<T::Caller>>;
}

/// Known types that have nothing to do with the caller.
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
    [E] Result<G<E>, Rejection>: policy::ArgIdentity::required::<E>(), |admitted, parts| Ok::<_, Response>(admitted.typed(parts).await);
    [] G<AnyEntity>: policy::ArgIdentity::CALLER, |admitted, parts| admitted.any(parts).await;
    [] Option<G<AnyEntity>>: policy::ArgIdentity::CALLER, |admitted, parts| admitted.optional_any(parts).await;
    [] Result<G<AnyEntity>, Rejection>: policy::ArgIdentity::CALLER, |admitted, parts| Ok::<_, Response>(admitted.any(parts).await);
    [] Absent: policy::ArgIdentity::NONE, |_admitted, _parts| Ok::<_, Response>(Absent);
    [] JwtRoutes: policy::ArgIdentity::CALLER, |admitted, _parts| Ok::<_, Response>(admitted.jwt().clone());
}

/// The types of `caller!`. What is in a `G` has no bound here: where it is no entity, the bound of the
/// implementation above says so, and names it.
macro_rules! via_guard {
    ($([$($entity:ident)?] $type:ty: $needs:ident;)*) => {
        $(impl$(<$entity>)? Known for $type {
            type Via = ViaGuard<$needs>;
        })*
    };
}

via_guard! {
    [E] G<E>: Token;
    [E] Option<G<E>>: No;
    [E] Result<G<E>, Rejection>: No;
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

/// Types that hold an entity.
macro_rules! holds_entity {
    ($($type:ty),*) => {
        $(impl<E: Entity> Arg<$type> {
            /// Whether it can only be had of a caller whose entity is loaded.
            pub const HOLDS_ENTITY: Fact<$type, Yes> = Fact::KNOWN;
        })*
    };
}

holds_entity!(G<E>, Option<G<E>>, Result<G<E>, Rejection>);

/// A type of which is known how many captures it takes.
pub trait Captured {
    /// So many.
    type Count;
}

impl<T: Captured> Arg<T> {
    /// How many captures the argument takes.
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

/// The facts of a predicate's argument.
///
/// An expansion has no name for the type, so it asks a value, by a method. rustc takes the first of
/// three that fits: this one of the type itself, that of [`KnownArg`], and that of [`ArgFacts`],
/// which comes last because it takes a reference.
impl<T: Captured> Arg<T> {
    /// Returns how the argument is taken, and how many captures it takes.
    #[must_use]
    pub const fn facts(self) -> Fact<T, (ViaAxum<No>, T::Count)> {
        Fact::KNOWN
    }
}

/// The facts of a predicate's argument whose type is known, and does not say how many captures it takes.
pub trait KnownArg<T: Known>: Sized {
    /// How the argument is taken.
    fn facts(self) -> Fact<T, (T::Via, Unknown)> {
        Fact::KNOWN
    }
}

impl<T: Known> KnownArg<T> for Arg<T> {}
