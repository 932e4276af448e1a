use jwt_router::prelude::*;

#[protected(GET, "/posts", entity = User | Staff)]
async fn posts() {}

fn main() {}
