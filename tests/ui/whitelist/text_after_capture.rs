use jwt_router::prelude::*;

#[whitelist(GET, "/users/{id}.json")]
async fn show() {}

fn main() {}
