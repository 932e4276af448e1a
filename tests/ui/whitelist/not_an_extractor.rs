use axum::http::HeaderMap;
use jwt_router::prelude::*;

struct Page;

#[whitelist(GET, "/users")]
async fn users(_: Page, _: HeaderMap) {}

fn main() {}
