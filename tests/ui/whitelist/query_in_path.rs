use jwt_router::prelude::*;

#[whitelist(GET, "/users?page={page}")]
async fn show() {}

fn main() {}
