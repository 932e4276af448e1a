use jwt_router::prelude::*;

#[protected(PUT, "/posts", scope = any("posts:read posts:write", "admin"))]
async fn edit() {}

fn main() {}
