use jwt_router::prelude::*;

#[whitelist(GET, "/über/{id}")]
async fn show() {}

fn main() {}
