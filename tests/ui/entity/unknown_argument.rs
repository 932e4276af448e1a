use jwt_router::prelude::*;

#[entity(table = "users", keys = "id")]
#[derive(Clone)]
struct User {
    id: i64,
}

fn main() {}
