use jwt_router::prelude::*;

#[protected(GET, "/posts", optional)]
async fn posts() {}

fn main() {}
