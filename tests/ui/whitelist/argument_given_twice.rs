use jwt_router::prelude::*;

#[whitelist("/login", register = false, register = false)]
async fn login() {}

fn main() {}
