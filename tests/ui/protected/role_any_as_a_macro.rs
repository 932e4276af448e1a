use jwt_router::prelude::*;

#[protected(GET, "/posts", role = any!("admin", "editor"))]
async fn posts() {}

fn main() {}
