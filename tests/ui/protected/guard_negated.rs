use jwt_router::prelude::*;

#[protected(GET, "/posts", guard = !is_banned)]
async fn posts() {}

fn main() {}
