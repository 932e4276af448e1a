use jwt_router::prelude::*;

#[entity(table = "users")]
fn user() {}

fn main() {}
