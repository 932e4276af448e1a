use jwt_router::prelude::*;

#[entity(table = "users")]
#[derive(Clone)]
struct User {
    id: i64,
}

#[derive(Clone)]
struct Db;



#[protected(PUT, "/posts/{id}", guard = owns_post)]
async fn edit() {}

fn main() {}
