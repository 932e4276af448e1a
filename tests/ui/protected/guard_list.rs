use jwt_router::prelude::*;

#[protected(GET, "/posts", guard = any(owns, edits))]
async fn posts() {}

fn main() {}
