use axum::extract::Path;
use jwt_router::prelude::*;

#[protected(GET, "/teams/{team}/users/{id}")]
async fn show(_: Path<i64>, _: Path<String>) {}

fn main() {}
