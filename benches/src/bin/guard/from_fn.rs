//! What is written by hand most: `middleware::from_fn` around `jsonwebtoken::decode`.

use std::sync::LazyLock;

use axum::body::Body;
use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use axum::routing::get;
use axum::{Extension, Router};
use http::{HeaderMap, StatusCode, header};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode};

use crate::case::{PATH, SECRET, TokenClaims};
use crate::contender::{Axum, Contender, Kind};
use crate::in_process::InProcess;

/// Made once, as a careful author does.
static KEY: LazyLock<(DecodingKey, Validation)> = LazyLock::new(|| {
    let key = DecodingKey::from_secret(SECRET.as_bytes());
    (key, Validation::new(Algorithm::HS256))
});

pub(crate) fn contender() -> Contender {
    let router: Router = Router::new()
        .route(PATH, get(handler))
        .layer(from_fn(authenticate));
    Contender {
        name: "from_fn + jsonwebtoken 11 decode (aws_lc_rs)",
        kind: Kind::Peer,
        axum: Axum::V08,
        app: Box::new(InProcess::<_, Body>::new(router)),
    }
}

async fn authenticate(mut request: Request, next: Next) -> Result<Response, StatusCode> {
    let token = bearer(request.headers()).ok_or(StatusCode::UNAUTHORIZED)?;
    let (key, validation) = &*KEY;
    let data =
        decode::<TokenClaims>(token, key, validation).map_err(|_| StatusCode::UNAUTHORIZED)?;
    request.extensions_mut().insert(data.claims);
    Ok(next.run(request).await)
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    value.strip_prefix("Bearer ")
}

async fn handler(Extension(claims): Extension<TokenClaims>) -> &'static str {
    assert_eq!(claims.user_id, 42);
    "ok"
}
