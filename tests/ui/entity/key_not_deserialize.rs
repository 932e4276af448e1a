use jwt_router::prelude::*;

#[entity(table = "users")]
#[derive(Clone)]
struct User {
    id: Id,
}

#[derive(Clone, PartialEq, serde::Serialize)]
struct Id;

fn main() {}
