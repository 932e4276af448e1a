use jwt_router::prelude::*;

#[protected(PUT, "/posts", scope = "posts:read posts:write")]
async fn edit() {}

fn main() {}
