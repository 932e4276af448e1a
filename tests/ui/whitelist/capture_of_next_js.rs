use jwt_router::prelude::*;

#[whitelist(GET, "/posts/[id]")]
async fn posts() {}

fn main() {}
