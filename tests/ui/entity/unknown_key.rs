use jwt_router::prelude::*;

#[entity(table = "users", key = "user_idd")]
#[derive(Clone)]
struct User {
    user_id: i64,
    name: String,
}

fn main() {}
