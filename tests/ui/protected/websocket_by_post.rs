use jwt_router::prelude::*;

#[protected(POST, "/live", websocket)]
async fn live() {}

fn main() {}
