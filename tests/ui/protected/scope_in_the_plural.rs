use jwt_router::prelude::*;

#[protected(PUT, "/posts", scopes = "posts:write")]
async fn edit() {}

fn main() {}
