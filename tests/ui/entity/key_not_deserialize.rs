use jwt_router::prelude::*;

#[entity(table = "users")]
#[derive(Clone)]
struct User {
    id: Id,
}

#[derive(Clone, serde::Serialize)]
struct Id;

fn main() {}
