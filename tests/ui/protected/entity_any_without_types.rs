use jwt_router::prelude::*;

#[protected(GET, "/posts", entity = any())]
async fn posts() {}

fn main() {}
