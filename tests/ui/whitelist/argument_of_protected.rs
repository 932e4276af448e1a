use jwt_router::prelude::*;

#[whitelist(POST, "/login", entity = User)]
async fn login() {}

fn main() {}
