use jwt_router::prelude::*;

#[protected(GET, "/posts", entity = User or Staff)]
async fn posts() {}

fn main() {}
