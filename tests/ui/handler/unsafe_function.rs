use jwt_router::prelude::*;

#[protected(GET, "/me")]
async unsafe fn me() {}

fn main() {}
