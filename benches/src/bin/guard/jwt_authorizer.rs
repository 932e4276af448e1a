//! jwt-authorizer: a layer, and the extractor `JwtClaims<T>`.

use axum07::Router;
use axum07::body::Body;
use axum07::routing::get;
use jwt_authorizer::{Authorizer, IntoLayer, JwtAuthorizer, JwtClaims};
use tokio::runtime::Builder;

use crate::case::{PATH, SECRET, TokenClaims};
use crate::contender::{Axum, Contender, Kind};
use crate::in_process::InProcess;

pub(crate) fn contender() -> Contender {
    let runtime = { Builder::new_current_thread() }.build();
    let authorizer: Authorizer<TokenClaims> = runtime
        .expect("a runtime without drivers")
        .block_on(JwtAuthorizer::from_secret(SECRET).build())
        .expect("a secret is all it needs");
    let router: Router = Router::new()
        .route(PATH, get(handler))
        .layer(authorizer.into_layer());
    Contender {
        name: "jwt-authorizer 0.15 (axum 0.7; jsonwebtoken 9, ring)",
        kind: Kind::Peer,
        axum: Axum::V07,
        app: Box::new(InProcess::<_, Body>::new(router)),
    }
}

async fn handler(JwtClaims(claims): JwtClaims<TokenClaims>) -> &'static str {
    assert_eq!(claims.user_id, 42);
    "ok"
}
