use jwt_router::prelude::*;

#[whitelist(ANY, "/login")]
async fn login() {}

fn main() {}
