use jwt_router::prelude::*;

#[protected(GET, "/posts", entity = User, entity = Staff)]
async fn posts() {}

fn main() {}
