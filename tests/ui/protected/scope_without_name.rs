use jwt_router::prelude::*;

#[protected(PUT, "/posts", scope = ["posts:read", ""])]
async fn edit() {}

fn main() {}
