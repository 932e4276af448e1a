use jwt_router::prelude::*;

#[protected(GET, "/posts", entity = any(User, any(Staff, ApiKey)))]
async fn posts() {}

fn main() {}
