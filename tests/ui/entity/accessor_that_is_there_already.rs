use jwt_router::prelude::*;

#[entity(table = "users")]
#[derive(Clone)]
struct User {
    id: i64,
}

impl User {
    fn users(&self) {}
}

fn main() {}
