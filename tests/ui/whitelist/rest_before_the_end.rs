use jwt_router::prelude::*;

#[whitelist(GET, "/files/{*path}/info")]
async fn show() {}

fn main() {}
