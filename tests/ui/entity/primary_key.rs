use jwt_router::prelude::*;

#[entity(table = "users", primary_key = "user_id")]
#[derive(Clone)]
struct User {
    user_id: i64,
}

fn main() {}
