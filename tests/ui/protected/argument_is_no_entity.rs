use jwt_router::prelude::*;

struct Teacher;

#[protected(GET, "/grades")]
async fn grades(_: G<Teacher>) {}

fn main() {}
