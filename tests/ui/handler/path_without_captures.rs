use axum::extract::Path;
use jwt_router::prelude::*;

#[protected(GET, "/users")]
async fn show(_: Path<i64>) {}

fn main() {}
