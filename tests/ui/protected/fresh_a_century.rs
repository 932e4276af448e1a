use jwt_router::prelude::*;

#[protected(PUT, "/posts", fresh = "40000d")]
async fn edit() {}

fn main() {}
