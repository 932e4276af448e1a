use jwt_router::prelude::*;

#[protected(GET, "/me")]
struct Me;

fn main() {}
