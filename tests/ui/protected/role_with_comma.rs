use jwt_router::prelude::*;

#[protected(GET, "/posts", role = "admin, editor")]
async fn posts() {}

fn main() {}
