use jwt_router::prelude::*;

#[protected(GET, "/posts", role = "admin" or "editor")]
async fn posts() {}

fn main() {}
