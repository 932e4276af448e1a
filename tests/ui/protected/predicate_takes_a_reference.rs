use jwt_router::prelude::*;

#[entity(table = "users")]
#[derive(Clone)]
struct User {
    id: i64,
}

#[derive(Clone)]
struct Db;

fn owns(_user: &User) -> bool {
    true
}

#[protected(PUT, "/posts/{id}", guard = owns)]
async fn edit() {}

fn main() {}
