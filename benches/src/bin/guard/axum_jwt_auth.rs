//! axum-jwt-auth: the extractor `Claims<T>`.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::routing::get;
use axum_jwt_auth::{Claims, Decoder, LocalDecoder};
use jsonwebtoken10::{Algorithm, DecodingKey, Validation};

use crate::case::{PATH, SECRET, TokenClaims};
use crate::contender::{Axum, Contender, Kind};
use crate::in_process::InProcess;

pub(crate) fn contender() -> Contender {
    let mut validation = Validation::new(Algorithm::HS256);
    // Its builder wants an audience; a token without one is let in all the same.
    validation.set_audience(&["benches"]);
    let decoder = LocalDecoder::builder()
        .keys(vec![DecodingKey::from_secret(SECRET.as_bytes())])
        .validation(validation)
        .build()
        .expect("a key, an algorithm and an audience");
    let decoder: Decoder<TokenClaims> = Arc::new(decoder);
    let router: Router = Router::new().route(PATH, get(handler)).with_state(decoder);
    Contender {
        name: "axum-jwt-auth 0.7 (jsonwebtoken 10, rust_crypto)",
        kind: Kind::Peer,
        axum: Axum::V08,
        app: Box::new(InProcess::<_, Body>::new(router)),
    }
}

async fn handler(user: Claims<TokenClaims>) -> &'static str {
    assert_eq!(user.claims.user_id, 42);
    "ok"
}
