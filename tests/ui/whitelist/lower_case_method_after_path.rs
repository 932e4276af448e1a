use jwt_router::prelude::*;

#[whitelist("/posts", post)]
async fn posts() {}

fn main() {}
