use jwt_router::prelude::*;

#[entity(table = "users", roles = role)]
#[derive(Clone)]
struct User {
    id: i64,
    role: String,
}

fn main() {}
