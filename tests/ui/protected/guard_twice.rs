use jwt_router::prelude::*;

#[protected(GET, "/posts", guard = owns, guard = edits)]
async fn posts() {}

fn main() {}
