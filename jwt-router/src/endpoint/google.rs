//! `Google` as an axum extractor: inside of other extractors, and in handlers of hand-written routers.

use axum::extract::FromRequestParts;
use http::request::Parts;

use crate::{
    endpoint::{Admitted, unguarded},
    oauth::google::Google,
    rejection::{Rejection, RejectionKind},
};

impl Admitted {
    /// Returns the configured Google.
    ///
    /// # Errors
    ///
    /// Returns a 500 if Google is not configured. An annotated handler with such an argument is a problem at
    /// start-up already; this error remains for handlers whose arguments are not known.
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
