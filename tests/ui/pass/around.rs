//! Generic code around handlers.

use axum::{
    Json,
    extract::{FromRequestParts, State},
    http::request::Parts,
};
use jwt_router::prelude::*;

/// A generic state, used at one type.
#[derive(Clone)]
pub(crate) struct Store<T>(pub(crate) Vec<T>);

/// A generic extractor that looks at the state.
struct First<T>(Option<T>);

impl<T: Clone + Send + Sync> FromRequestParts<Store<T>> for First<T> {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(_: &mut Parts, store: &Store<T>) -> Result<Self, Self::Rejection> {
        Ok(Self(store.0.first().cloned()))
    }
}

#[whitelist(GET, "/around/generic")]
async fn generic(State(store): State<Store<u64>>) -> String {
    store.0.len().to_string()
}

#[whitelist(GET, "/around/one", state = Store<u64>)]
async fn one(First(first): First<u64>) -> Json<Option<u64>> {
    Json(first)
}
