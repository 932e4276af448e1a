//! Implements axum's `FromRequestParts` for the login provider `Google`, so that other extractors and the handlers of
//! hand-written routers can take it.

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
    /// Returns a 500 response if Google is not configured. If an annotated handler or its predicate has an argument
    /// `Google`, start-up fails in that case. The error therefore occurs only in the handlers of merged routers, and
    /// where another extractor extracts `Google`, such as `Result<Google, Rejection>`.
    pub(crate) fn google(&self) -> Result<Google, Rejection> {
        self.jwt().google().ok_or_else(|| {
            tracing::error!("an argument is `Google`, which is not configured");
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
