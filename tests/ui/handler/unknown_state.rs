use axum::http::HeaderMap;
use jwt_router::prelude::*;

#[protected(GET, "/me", state = App)]
async fn me(_: HeaderMap) {}

fn main() {}
