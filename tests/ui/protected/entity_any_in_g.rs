use jwt_router::prelude::*;

#[protected(GET, "/posts", entity = any(G<User>, Staff))]
async fn posts() {}

fn main() {}
