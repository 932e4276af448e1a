use jwt_router::prelude::*;

#[entity(table = "2024")]
#[derive(Clone)]
struct User {
    id: i64,
}

fn main() {}
