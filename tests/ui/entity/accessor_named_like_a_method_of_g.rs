use jwt_router::prelude::*;

#[entity(table = "users", accessor = "get")]
#[derive(Clone)]
struct User {
    id: i64,
}

fn main() {}
