use jwt_router::prelude::*;

#[whitelist(POST, path = "/login")]
async fn login() {}

fn main() {}
