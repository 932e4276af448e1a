use jwt_router::prelude::*;

#[entity(table = "users", key = "exp")]
#[derive(Clone)]
struct User {
    exp: i64,
}

fn main() {}
