use jwt_router::prelude::*;

#[protected(GET, "/posts", entity = [User])]
async fn posts() {}

fn main() {}
