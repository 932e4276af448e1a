use jwt_router::prelude::*;

#[protected(GET, "/posts", entity = all(User, Staff))]
async fn posts() {}

fn main() {}
