use jwt_router::prelude::*;

#[protected(PUT, "/posts", fresh = "15")]
async fn edit() {}

fn main() {}
