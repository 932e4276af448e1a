use jwt_router::prelude::*;

#[protected(PUT, "/posts", fresh = "2y")]
async fn edit() {}

fn main() {}
