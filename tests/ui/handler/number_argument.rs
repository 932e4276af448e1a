use jwt_router::prelude::*;

#[protected(GET, "/users/{id}")]
async fn show(_: i64) {}

fn main() {}
