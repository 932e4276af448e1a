use jwt_router::prelude::*;

#[protected(GET, "/me", claim_only)]
async fn me() {}

fn main() {}
