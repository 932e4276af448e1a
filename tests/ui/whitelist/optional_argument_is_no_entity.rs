use jwt_router::prelude::*;

struct Teacher;

#[whitelist(GET, "/grades")]
async fn grades(_: Option<G<Teacher>>) {}

fn main() {}
