use jwt_router::prelude::*;

#[whitelist(GET, "https://example.org/posts")]
async fn posts() {}

fn main() {}
