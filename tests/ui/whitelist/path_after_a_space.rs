use jwt_router::prelude::*;

#[whitelist(GET, " /posts")]
async fn posts() {}

fn main() {}
