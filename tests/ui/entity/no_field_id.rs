use jwt_router::prelude::*;

#[entity(table = "users")]
#[derive(Clone)]
struct User {
    user_id: i64,
    name: String,
}

fn main() {}
