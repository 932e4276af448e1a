use axum::http::HeaderMap;
use jwt_router::prelude::*;

#[protected(GET, "/me")]
async fn me(_: &mut HeaderMap) {}

fn main() {}
