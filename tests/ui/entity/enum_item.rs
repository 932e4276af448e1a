use jwt_router::prelude::*;

#[entity(table = "users")]
#[derive(Clone)]
enum User {
    Ann,
}

fn main() {}
