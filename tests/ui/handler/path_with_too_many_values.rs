use axum::extract::Path;
use jwt_router::prelude::*;

#[protected(GET, "/users/{id}")]
async fn show(_: Path<(i64, String)>) {}

fn main() {}
