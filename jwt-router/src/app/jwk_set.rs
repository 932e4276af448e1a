//! The public keys of an application, for whoever checks its tokens.

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

/// Where [`AppBuilder::publish_jwks`](crate::AppBuilder::publish_jwks) serves the keys.
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
    /// Serves the public keys, to everybody, at `/.well-known/jwks.json`.
    ///
    /// The route is public in the policy table: it has no API prefix and needs no token.
    /// Answers may be kept for 15 minutes; so a new key is announced first, with
    /// [`JwtRoutesBuilder::previous_key`](crate::JwtRoutesBuilder::previous_key), and signs later. Without a
    /// [`signing_key`](crate::JwtRoutesBuilder::signing_key), [`build`](Self::build) fails.
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

/// How the route is called in the policy table.
const CALL: &str = "publish_jwks()";

/// The keys of a secret are not published.
pub(super) fn problem(app: &AppBuilder) -> Option<BuildProblem> {
    let is_empty = app.jwt.config().public_keys.is_empty();
    let mut handlers = app.handlers.iter();
    let publishes = handlers.find(|handler| is_empty && &*handler.meta.handler == CALL);
    publishes.map(|handler| BuildProblem::NoPublicKey {
        call: (&handler.meta).into(),
    })
}
