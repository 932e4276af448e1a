use axum::extract::State;
use jwt_router::prelude::*;

#[entity(table = "users")]
#[derive(Clone)]
struct User {
    id: i64,
}

#[derive(Clone)]
struct Db;

async fn owns(_db: State<Db>, _g: G<User>) -> bool {
    true
}

#[protected(PUT, "/posts/{id}", guard = owns)]
async fn edit() {}

fn main() {}
