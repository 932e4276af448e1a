//! What is written by hand most: `middleware::from_fn` around `jsonwebtoken::decode`.

use std::sync::LazyLock;

use axum::body::Body;
use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
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
    contender_of(
        "from_fn + jsonwebtoken 11 decode (aws_lc_rs)",
        Router::new()
            .route(PATH, get(handler))
            .layer(from_fn(authenticate)),
    )
}

/// The same middleware, which refuses with the response of jwt-router, and not with a bare status.
pub(crate) fn with_our_response() -> Contender {
    contender_of(
        "from_fn + jsonwebtoken 11 decode, refuses with our response",
        Router::new()
            .route(PATH, get(handler))
            .layer(from_fn(authenticate_or_explain)),
    )
}

fn contender_of(name: &'static str, router: Router) -> Contender {
    Contender {
        name,
        kind: Kind::Peer,
        axum: Axum::V08,
        app: Box::new(InProcess::<_, Body>::new(router)),
    }
}

async fn authenticate(mut request: Request, next: Next) -> Result<Response, StatusCode> {
    let claims = claims(request.headers()).ok_or(StatusCode::UNAUTHORIZED)?;
    request.extensions_mut().insert(claims);
    Ok(next.run(request).await)
}

async fn authenticate_or_explain(mut request: Request, next: Next) -> Result<Response, Problem> {
    let claims = claims(request.headers()).ok_or(Problem)?;
    request.extensions_mut().insert(claims);
    Ok(next.run(request).await)
}

/// The response of jwt-router to a request without a token, written by hand.
struct Problem;

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let headers = [
            (header::CONTENT_TYPE, "application/problem+json"),
            (header::CACHE_CONTROL, "no-store"),
            (header::WWW_AUTHENTICATE, "Bearer"),
        ];
        let body = r#"{"type":"about:blank","title":"Unauthorized","status":401,"detail":"this route needs a bearer token","error":"missing_token"}"#;
        (StatusCode::UNAUTHORIZED, headers, body).into_response()
    }
}

fn claims(headers: &HeaderMap) -> Option<TokenClaims> {
    let (key, validation) = &*KEY;
    let data = decode::<TokenClaims>(bearer(headers)?, key, validation).ok()?;
    Some(data.claims)
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    value.strip_prefix("Bearer ")
}

async fn handler(Extension(claims): Extension<TokenClaims>) -> &'static str {
    assert_eq!(claims.user_id, 42);
    "ok"
}
