use jwt_router::prelude::*;

#[whitelist(GET, "/me")]
#[whitelist(GET, "/self")]
async fn me() {}

fn main() {}
