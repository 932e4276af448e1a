use jwt_router::prelude::*;

#[whitelist("/login", POST)]
async fn login() {}

fn main() {}
