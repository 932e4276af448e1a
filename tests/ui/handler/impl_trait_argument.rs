use jwt_router::prelude::*;

#[protected(GET, "/me")]
async fn me(_: impl Into<String>) {}

fn main() {}
