use jwt_router::prelude::*;

#[entity]
#[derive(Clone)]
struct Category {
    id: i64,
}

fn main() {}
