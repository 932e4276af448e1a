use jwt_router::prelude::*;

#[whitelist("/login", "/signin")]
async fn login() {}

fn main() {}
