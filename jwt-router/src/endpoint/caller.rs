//! Implements axum's extractor traits for `G` (the caller) and `JwtRoutes` (the application's keys and settings),
//! so that other extractors and the handlers of hand-written routers can take them.

use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use http::request::Parts;

use crate::{
    auth::JwtRoutes,
    endpoint::{Admitted, unguarded},
    entity::{AnyEntity, Entity, G},
    rejection::Rejection,
};

/// Returns the admitted request that the guard of the route inserted into the extensions of `parts`. If no guard
/// ran, or the credentials in `parts` have changed since, logs the name of the extractor `T`, and returns a 500
/// rejection.
fn admitted<T>(parts: &Parts) -> Result<Admitted, Rejection> {
    Admitted::shared(parts).ok_or_else(|| unguarded::<T>(parts))
}

impl<E: Entity, S: Send + Sync> FromRequestParts<S> for G<E> {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Rejection> {
        admitted::<Self>(parts)?.typed(parts).await
    }
}

impl<E: Entity, S: Send + Sync> OptionalFromRequestParts<S> for G<E> {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Option<Self>, Rejection> {
        admitted::<Self>(parts)?.optional(parts).await
    }
}

impl<S: Send + Sync> FromRequestParts<S> for G<AnyEntity> {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Rejection> {
        admitted::<Self>(parts)?.any(parts).await
    }
}

impl<S: Send + Sync> OptionalFromRequestParts<S> for G<AnyEntity> {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Option<Self>, Rejection> {
        admitted::<Self>(parts)?.optional_any(parts).await
    }
}

impl<S: Send + Sync> FromRequestParts<S> for JwtRoutes {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Rejection> {
        Ok(admitted::<Self>(parts)?.jwt().clone())
    }
}
