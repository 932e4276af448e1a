//! What the macro learns of an argument's type: an inherent item of `Arg<T>` where the type is
//! known, the item of a trait that every `Arg<T>` has where it is not.

use std::{fmt, marker::PhantomData};

use axum::{
    Extension, Form, Json,
    body::Bytes,
    extract::{ConnectInfo, MatchedPath, OriginalUri, Path, Query, RawQuery, Request, State},
    response::{IntoResponse, Response},
};
use http::{HeaderMap, request::Parts};

use crate::{
    __private::{LastArg, PartsArg},
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

/// Whether an argument of an unknown type asks who calls: it may.
pub trait ArgIdentity {
    /// What the argument wants to know.
    const IDENTITY: policy::ArgIdentity = policy::ArgIdentity::UNKNOWN;
}

impl<T: ?Sized> ArgIdentity for Arg<T> {}

/// Known types that have nothing to do with the caller.
macro_rules! plain {
    ($([$($generic:ident)?] $type:ty;)*) => {
        $(impl$(<$generic>)? Arg<$type> {
            /// What the argument wants to know.
            pub const IDENTITY: policy::ArgIdentity = policy::ArgIdentity::NONE;
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
            impl$(<$entity: Entity>)? Arg<$type> {
                /// What the argument wants to know.
                pub const IDENTITY: policy::ArgIdentity = $identity;
                /// Where the argument comes from.
                pub const SOURCE: ViaGuard = ViaGuard;
            }

            #[diagnostic::do_not_recommend]
            impl<$($entity: Entity,)? S: Sync> PartsArg<ViaGuard, Admitted, S> for $type {
                async fn pull(
                    $admitted: &mut Admitted,
                    $parts: &mut Parts,
                    _state: &S,
                ) -> Result<Self, Response> {
                    $take.map_err(IntoResponse::into_response)
                }
            }

            #[diagnostic::do_not_recommend]
            impl<$($entity: Entity,)? S: Sync> LastArg<ViaGuard, Admitted, S, ()> for $type {
                async fn pull(
                    admitted: &mut Admitted,
                    request: Request,
                    state: &S,
                ) -> Result<Self, Response> {
                    let (mut parts, _body) = request.into_parts();
                    <Self as PartsArg<ViaGuard, _, _>>::pull(admitted, &mut parts, state).await
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

#[cfg(feature = "google")]
caller! {
    [] crate::Google: policy::ArgIdentity::strategy::<crate::Google>(), |admitted, _parts| admitted.strategy::<crate::Google>();
}

#[cfg(feature = "google")]
plain! {
    [] crate::LoginCallback;
    [] crate::GoogleLogin;
}

/// An argument that the guard hands over.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct ViaGuard;

/// An argument that axum extracts.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct ViaAxum;

/// Where an argument of an unknown type comes from: axum.
pub trait ArgExtract {
    /// Where the argument comes from.
    const SOURCE: ViaAxum = ViaAxum;
}

impl<T: ?Sized> ArgExtract for Arg<T> {}

/// Whether an argument of an unknown type needs a token: only if it says so.
pub trait ArgNeedsToken {
    /// Whether a request without a token cannot have it.
    const NEEDS_TOKEN: bool = false;
}

impl<T: ?Sized> ArgNeedsToken for Arg<T> {}

impl<T: ?Sized + NeedsToken> Arg<T> {
    /// Whether a request without a token cannot have it.
    pub const NEEDS_TOKEN: bool = true;
}

/// How many captures an argument of an unknown type takes: that cannot be told.
pub trait ArgCaptures {
    /// How many captures the argument takes.
    const CAPTURES: Option<usize> = None;
}

impl<T: ?Sized> ArgCaptures for Arg<T> {}

macro_rules! one_capture {
    ($($type:ty)*) => {
        $(impl Arg<Path<$type>> {
            /// How many captures the argument takes.
            pub const CAPTURES: Option<usize> = Some(1);
        })*
    };
}

one_capture! {
    i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize f32 f64 bool char String
}

macro_rules! captures {
    ($($count:literal [$($type:ident)*];)*) => {
        $(impl<$($type),*> Arg<Path<($($type,)*)>> {
            /// How many captures the argument takes.
            pub const CAPTURES: Option<usize> = Some($count);
        })*
    };
}

captures! {
    0 [];
    1 [A];
    2 [A B];
    3 [A B C];
    4 [A B C D];
    5 [A B C D E];
    6 [A B C D E F];
}
