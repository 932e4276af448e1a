//! `Google` as an axum extractor, where the macro does not hand it over itself.

use axum::extract::FromRequestParts;
use http::request::Parts;

use crate::{
    endpoint::{Admitted, unguarded},
    oauth::google::Google,
    rejection::{Rejection, RejectionKind},
};

impl Admitted {
    /// Google; a route that takes it where it is not configured is found at start-up, if the macro
    /// sees that.
    pub(crate) fn google(&self) -> Result<Google, Rejection> {
        self.jwt().google().ok_or_else(|| {
            tracing::error!("a handler takes `Google`, which is not configured");
            Rejection::new(RejectionKind::Unguarded, None)
        })
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Google {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Rejection> {
        let admitted = Admitted::shared(parts).ok_or_else(|| unguarded::<Self>(parts))?;
        admitted.google()
    }
}
