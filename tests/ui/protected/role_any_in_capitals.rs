use jwt_router::prelude::*;

#[protected(GET, "/posts", role = Any("admin", "editor"))]
async fn posts() {}

fn main() {}
