use jwt_router::prelude::*;

#[entity(table = "users")]
struct User {
    id: i64,
}

fn main() {}
