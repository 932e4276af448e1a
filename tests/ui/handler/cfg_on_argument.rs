use axum::http::HeaderMap;
use jwt_router::prelude::*;

#[protected(GET, "/me")]
async fn me(#[cfg(debug_assertions)] _: HeaderMap) {}

fn main() {}
