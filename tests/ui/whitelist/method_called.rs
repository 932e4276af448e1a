use jwt_router::prelude::*;

#[whitelist(get("/feed"))]
async fn feed() {}

fn main() {}
