//! Implements axum's extractor traits for the login provider `Google`. It is used inside other extractors, and
//! in handlers of hand-written routers.

use axum::extract::FromRequestParts;
use http::request::Parts;

use crate::{
    endpoint::{Admitted, unguarded},
    oauth::google::Google,
    rejection::{Rejection, RejectionKind},
};

impl Admitted {
    /// Returns the login provider `Google` as the application configured it.
    ///
    /// # Errors
    ///
    /// Returns a 500 response if Google is not configured. For an annotated handler with an argument `Google`,
    /// start-up fails in that case. This error remains for extractors whose use start-up cannot see.
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
