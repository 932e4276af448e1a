use jwt_router::prelude::*;

#[whitelist(GET, concat!("/posts", "/new"))]
async fn posts() {}

fn main() {}
