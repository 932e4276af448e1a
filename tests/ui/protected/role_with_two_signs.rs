use jwt_router::prelude::*;

#[protected(GET, "/posts", role == "admin")]
async fn posts() {}

fn main() {}
