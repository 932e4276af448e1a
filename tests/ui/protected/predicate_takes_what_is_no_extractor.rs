use jwt_router::prelude::*;

#[entity(table = "users")]
#[derive(Clone)]
struct User {
    id: i64,
}

#[derive(Clone)]
struct Db;

fn owns(_g: G<User>, _id: i64) -> bool {
    true
}

#[protected(PUT, "/posts/{id}", guard = owns)]
async fn edit() {}

fn main() {}
