//! `Google` as an axum extractor, where the macro does not hand it over itself.

use axum::extract::FromRequestParts;
use http::request::Parts;

use super::Google;
use crate::{
    endpoint::{Admitted, unguarded},
    rejection::Rejection,
};

impl<S: Send + Sync> FromRequestParts<S> for Google {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Rejection> {
        let admitted =
            Admitted::shared(parts).ok_or_else(|| unguarded(std::any::type_name::<Self>()))?;
        admitted.strategy()
    }
}
