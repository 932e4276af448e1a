use jwt_router::prelude::*;

#[entity(table = "users")]
#[derive(Clone)]
struct User {
    id: i64,
}

#[derive(Clone)]
struct Db;

const OWNS: bool = true;

#[protected(PUT, "/posts/{id}", guard = OWNS)]
async fn edit() {}

fn main() {}
