use jwt_router::prelude::*;

#[entity(table_name = "users")]
#[derive(Clone)]
struct User {
    id: i64,
}

fn main() {}
