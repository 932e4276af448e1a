use jwt_router::prelude::*;

#[whitelist(GET, "/live", websocket)]
async fn live() {}

fn main() {}
