use axum::http::HeaderMap;
use jwt_router::prelude::*;

#[protected(GET, "/me")]
async fn me(_: &'static HeaderMap) {}

fn main() {}
