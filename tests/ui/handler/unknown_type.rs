use axum::http::HeaderMap;
use jwt_router::prelude::*;

#[protected(POST, "/users")]
async fn create(_: HeaderMap, _: NewUser) {}

fn main() {}
