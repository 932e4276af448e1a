use jwt_router::prelude::*;

#[protected(GET, "/me", colour = "red")]
async fn me() {}

fn main() {}
