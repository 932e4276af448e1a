//! Serves the application's public keys, so that other servers can verify its tokens.

use std::panic::Location;

use axum::{
    Json,
    response::{IntoResponse, Response},
    routing::get,
};
use http::{HeaderValue, header};

use crate::{
    app::{AppBuilder, builder::Handler},
    endpoint::States,
    jwt::key::JwkSet,
    policy::{Attribute, Method, RouteMeta},
    problem::BuildProblem,
};

/// The path at which [`AppBuilder::publish_jwks`](crate::AppBuilder::publish_jwks) serves the keys.
pub(super) const PATH: &str = "/.well-known/jwks.json";

impl IntoResponse for JwkSet {
    fn into_response(self) -> Response {
        let headers = [
            // RFC 7517, section 8.5.2.
            (
                header::CONTENT_TYPE,
                HeaderValue::from_static("application/jwk-set+json"),
            ),
            (
                header::CACHE_CONTROL,
                HeaderValue::from_static("public, max-age=900"),
            ),
        ];
        (headers, Json(self)).into_response()
    }
}

impl AppBuilder {
    /// Adds a public route that serves the application's public keys at `/.well-known/jwks.json`.
    ///
    /// The route has no API prefix, needs no token, and is in the policy table. Clients may cache the response
    /// for 15 minutes. Before a new key signs tokens, add its public key with
    /// [`JwtRoutesBuilder::previous_key`](crate::JwtRoutesBuilder::previous_key), so that clients know the key.
    /// Without a [`signing_key`](crate::JwtRoutesBuilder::signing_key), [`build`](Self::build) returns an
    /// error.
    #[track_caller]
    pub fn publish_jwks(mut self) -> Self {
        let meta = RouteMeta::at(
            Location::caller(),
            Attribute::Ignored,
            vec![Method::Get],
            PATH,
            CALL.into(),
        );
        let keys = self.jwt.jwks();
        let mount = move |_: &States, _guard| Some(get(|| async move { keys }));
        self.handlers
            .push(Handler::new(meta, None, Box::new(mount)));
        self
    }
}

/// The name of this route in the policy table, in place of a handler.
const CALL: &str = "publish_jwks()";

/// Returns a problem if the application publishes its keys but has no key pair. A secret is never published.
pub(super) fn problem(app: &AppBuilder) -> Option<BuildProblem> {
    let is_empty = app.jwt.config().public_keys.is_empty();
    let mut handlers = app.handlers.iter();
    let publishes = handlers.find(|handler| is_empty && &*handler.meta.handler == CALL);
    publishes.map(|handler| BuildProblem::NoPublicKey {
        call: (&handler.meta).into(),
    })
}
