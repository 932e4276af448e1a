use jwt_router::prelude::*;

#[entity(table = "")]
#[derive(Clone)]
struct User {
    id: i64,
}

fn main() {}
