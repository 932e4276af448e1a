use jwt_router::prelude::*;

#[whitelist(PSOT, "/login")]
async fn login() {}

fn main() {}
