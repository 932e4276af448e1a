use jwt_router::prelude::*;

#[protected(role = "admin", GET, "/posts")]
async fn posts() {}

fn main() {}
