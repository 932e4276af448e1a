use jwt_router::prelude::*;

#[whitelist(POST, "/posts", role = "editor", fresh = "15m")]
async fn write() {}

fn main() {}
