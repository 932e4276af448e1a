use jwt_router::prelude::*;

struct Teacher;

#[protected(GET, "/grades", entity = Teacher)]
async fn grades() {}

fn main() {}
