use jwt_router::prelude::*;

#[whitelist(GET, "/me")]
#[protected(GET, "/me")]
async fn me() {}

fn main() {}
