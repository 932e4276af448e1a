use jwt_router::prelude::*;

#[whitelist(POST, /login)]
async fn login() {}

fn main() {}
