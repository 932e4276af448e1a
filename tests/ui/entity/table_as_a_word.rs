use jwt_router::prelude::*;

#[entity(users)]
#[derive(Clone)]
struct User {
    id: i64,
}

fn main() {}
