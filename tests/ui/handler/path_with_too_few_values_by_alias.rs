use axum::extract::Path;
use jwt_router::prelude::*;

type Id = Path<i64>;

#[protected(GET, "/teams/{team}/users/{id}")]
async fn show(_: Id) {}

fn main() {}
