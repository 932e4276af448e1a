use jwt_router::prelude::*;

#[whitelist(post, "/login")]
async fn login() {}

fn main() {}
