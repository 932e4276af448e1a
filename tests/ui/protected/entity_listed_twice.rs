use jwt_router::prelude::*;

#[protected(GET, "/posts", entity = any(User, Staff, User))]
async fn posts() {}

fn main() {}
