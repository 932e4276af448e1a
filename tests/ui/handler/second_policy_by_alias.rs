use jwt_router::protected as guarded;
use jwt_router::prelude::*;

#[whitelist(GET, "/me")]
#[guarded(GET, "/me")]
async fn me() {}

fn main() {}
