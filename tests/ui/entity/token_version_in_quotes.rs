use jwt_router::prelude::*;

#[entity(table = "users", token_version = "version")]
#[derive(Clone)]
struct User {
    id: i64,
    version: i64,
}

fn main() {}
