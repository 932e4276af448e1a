use jwt_router::prelude::*;

#[protected(GET, "/grades", entity = Teacher)]
async fn grades() {}

fn main() {}
