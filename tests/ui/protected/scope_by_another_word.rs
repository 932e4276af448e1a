use jwt_router::prelude::*;

#[protected(GET, "/posts", permission = "posts:read")]
async fn posts() {}

fn main() {}
