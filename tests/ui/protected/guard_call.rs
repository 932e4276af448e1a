use jwt_router::prelude::*;

#[protected(PUT, "/posts/{id}", guard = owns(Post))]
async fn edit() {}

fn main() {}
