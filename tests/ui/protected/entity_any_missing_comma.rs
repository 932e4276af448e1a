use jwt_router::prelude::*;

#[protected(GET, "/posts", entity = any(User Staff))]
async fn posts() {}

fn main() {}
