use jwt_router::prelude::*;

struct Teacher;

#[protected(GET, "/grades")]
async fn grades(_: Option<G<Teacher>>) {}

fn main() {}
