use jwt_router::prelude::*;

#[entity(table = "claims")]
#[derive(Clone)]
struct Claim {
    id: i64,
}

fn main() {}
