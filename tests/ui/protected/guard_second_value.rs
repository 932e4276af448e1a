use jwt_router::prelude::*;

#[protected(GET, "/posts", guard = owns, edits)]
async fn posts() {}

fn main() {}
