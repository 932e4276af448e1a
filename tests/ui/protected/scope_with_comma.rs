use jwt_router::prelude::*;

#[protected(GET, "/posts", scope = "posts:read,posts:write")]
async fn posts() {}

fn main() {}
