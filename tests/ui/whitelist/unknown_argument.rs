use jwt_router::prelude::*;

#[whitelist(POST, "/login", stat = ())]
async fn login() {}

fn main() {}
