use axum::http::HeaderMap;
use jwt_router::prelude::*;

struct Page;

#[protected(GET, "/users")]
async fn users(_: HeaderMap, _: Option<Page>) {}

fn main() {}
