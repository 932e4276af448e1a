use jwt_router::prelude::*;

#[entity(table = "users")]
#[derive(Clone)]
struct User;

fn main() {}
