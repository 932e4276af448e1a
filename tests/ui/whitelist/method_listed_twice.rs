use jwt_router::prelude::*;

#[whitelist(GET, POST, GET, "/login")]
async fn login() {}

fn main() {}
