use jwt_router::prelude::*;

#[protected(GET; "/me"; role = "admin")]
async fn me() {}

fn main() {}
