use jwt_router::prelude::*;

#[whitelist(GET, "/users/{id")]
async fn show() {}

fn main() {}
