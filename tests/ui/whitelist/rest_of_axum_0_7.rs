use jwt_router::prelude::*;

#[whitelist(GET, "/files/*path")]
async fn show() {}

fn main() {}
