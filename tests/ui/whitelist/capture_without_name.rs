use jwt_router::prelude::*;

#[whitelist(GET, "/users/{}")]
async fn show() {}

fn main() {}
