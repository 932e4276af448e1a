use jwt_router::prelude::*;

#[axum::debug_handler]
#[protected(GET, "/me")]
async fn me() {}

fn main() {}
