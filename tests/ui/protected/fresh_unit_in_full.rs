use jwt_router::prelude::*;

#[protected(PUT, "/posts", fresh = "15 minutes")]
async fn edit() {}

fn main() {}
