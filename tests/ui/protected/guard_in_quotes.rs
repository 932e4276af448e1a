use jwt_router::prelude::*;

#[protected(PUT, "/posts/{id}", guard = "posts::owns")]
async fn edit() {}

fn main() {}
