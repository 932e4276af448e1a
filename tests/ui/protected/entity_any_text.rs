use jwt_router::prelude::*;

#[protected(GET, "/posts", entity = any(User, "staff"))]
async fn posts() {}

fn main() {}
