use jwt_router::prelude::*;

#[entity(table = "users", accessor = "Users")]
#[derive(Clone)]
struct User {
    id: i64,
}

fn main() {}
