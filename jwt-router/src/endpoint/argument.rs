//! Facts about an argument's type, which an expansion looks up as items of [`Arg<T>`]: inherent items for the
//! types that this crate knows, and for all others those of [`ArgFacts`]. rustc prefers inherent items.

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

/// A zero-sized value for the type of an argument, whose items are the facts about the type.
pub struct Arg<T: ?Sized>(PhantomData<fn() -> T>);

impl<T> Arg<T> {
    pub(super) const ASKED: Self = Self(PhantomData);
}

impl<T: ?Sized> fmt::Debug for Arg<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(std::any::type_name::<T>())
    }
}

/// An alias of `T`, for a type that the expansion repeats from the handler's `State<T>`.
///
/// If `T` is unknown, rustc's error inside of `Same<..>` is the same as inside of `State<..>`, and is printed
/// once.
pub type Same<T> = T;

/// Zero-sized evidence that the type `T` of an argument has the property `Known`.
///
/// An expansion passes it as an operand with the span of the argument, which rustc underlines in an error.
pub struct Fact<T, Known>(PhantomData<fn() -> (T, Known)>);

impl<T, Known> Fact<T, Known> {
    pub(super) const KNOWN: Self = Self(PhantomData);
}

impl<T, Known> fmt::Debug for Fact<T, Known> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(std::any::type_name::<Known>())
    }
}

/// A property of an argument's type that holds; in [`ViaAxum`], one that may hold.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Yes;

/// A property of an argument's type that does not hold.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct No;

/// A number of captures, as a type.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::exhaustive_structs, reason = "an expansion writes it")]
pub struct Count<const COUNT: usize>;

/// An unknown number of captures, as a type.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Unknown;

/// Marks an argument that needs a token of the entity `Caller`.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct RequiresToken<Caller = AnyEntity>(PhantomData<fn() -> Caller>);

/// Marks an argument that the guard provides: `Needs` is [`RequiresToken`] or [`No`].
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct ViaGuard<Needs>(PhantomData<fn() -> Needs>);

/// Marks an argument that axum extracts: `Asks` is [`RequiresToken`], [`Yes`] (may take the caller) or [`No`].
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct ViaAxum<Asks>(PhantomData<fn() -> Asks>);

/// A type of argument that this crate knows, with how it is taken.
///
/// It is a trait, because rustc would try every type's inherent constant at each lookup.
pub trait Known {
    /// How the argument is taken: [`ViaGuard`] or [`ViaAxum`].
    type Via;
}

impl<T: Known> Arg<T> {
    /// How the argument is taken.
    pub const SOURCE: Fact<T, T::Via> = Fact::KNOWN;
}

/// The facts of an argument whose type this crate does not know.
pub trait ArgFacts<T> {
    /// axum extracts the argument, it may take the caller, and it does not need a token.
    const SOURCE: Fact<T, ViaAxum<Yes>> = Fact::KNOWN;
    /// The argument holds no entity.
    const HOLDS_ENTITY: Fact<T, No> = Fact::KNOWN;
    /// The number of captures that the argument takes is unknown.
    const CAPTURES: Fact<T, Unknown> = Fact::KNOWN;

    /// Returns how a predicate's argument is taken, and how many captures it takes.
    fn facts(&self) -> Fact<T, (ViaAxum<Yes>, Unknown)> {
        Fact::KNOWN
    }
}

impl<T> ArgFacts<T> for Arg<T> {}

/// An extractor of the application, whose author declares that it needs a token.
impl<T: NeedsToken> Known for T {
    type Via = ViaAxum<RequiresToken<T::Caller>>;
}

/// Implements [`Known`] for types that axum extracts and that do not take the caller.
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

/// Implements [`FromGuard`] for types that the guard provides directly, and not through the request's
/// extensions.
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

/// Implements [`Known`] for the types of `caller!`.
///
/// The `E` of a `G<E>` has no bound here. If it is not an entity, the bound of `FromGuard` above fails instead,
/// with an error that names `E`.
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

/// Writes the facts of types that hold an entity.
macro_rules! holds_entity {
    ($($type:ty),*) => {
        $(impl<E: Entity> Arg<$type> {
            /// The argument holds an entity, so the route has to load it.
            pub const HOLDS_ENTITY: Fact<$type, Yes> = Fact::KNOWN;
        })*
    };
}

holds_entity!(G<E>, Option<G<E>>, Result<G<E>, Rejection>);

/// A type of argument for which the number of captures is known.
pub trait Captured {
    /// The number of captures, as a [`struct@Count`].
    type Count;
}

impl<T: Captured> Arg<T> {
    /// The number of captures that the argument takes.
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

/// The facts of a predicate's argument that takes a known number of captures.
///
/// An expansion has no name for the argument's type, so it calls a method of a value. rustc takes the first of
/// three that applies: this inherent one, that of [`KnownArg`], and that of [`ArgFacts`], which comes last
/// because it takes `self` by reference.
impl<T: Captured> Arg<T> {
    /// Returns how the argument is taken, and how many captures it takes.
    #[must_use]
    pub const fn facts(self) -> Fact<T, (ViaAxum<No>, T::Count)> {
        Fact::KNOWN
    }
}

/// The facts of a predicate's argument whose type this crate knows, and for which the number of captures is
/// unknown.
pub trait KnownArg<T: Known>: Sized {
    /// Returns how the argument is taken, and [`Unknown`].
    fn facts(self) -> Fact<T, (T::Via, Unknown)> {
        Fact::KNOWN
    }
}

impl<T: Known> KnownArg<T> for Arg<T> {}
