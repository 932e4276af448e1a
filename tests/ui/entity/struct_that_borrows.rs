use jwt_router::prelude::*;

#[entity(table = "users")]
#[derive(Clone)]
struct User<'a> {
    id: i64,
    name: &'a str,
}

fn main() {}
