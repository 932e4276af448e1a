use jwt_router::prelude::*;

#[protected(PUT, "/posts", scope = "beiträge")]
async fn edit() {}

fn main() {}
