use jwt_router::prelude::*;

#[entity(table = "users")]
#[entity(table = "people")]
#[derive(Clone)]
struct User {
    id: i64,
}

fn main() {}
