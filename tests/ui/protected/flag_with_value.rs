use jwt_router::prelude::*;

#[protected(GET, "/me", claims_only = true)]
async fn me() {}

fn main() {}
