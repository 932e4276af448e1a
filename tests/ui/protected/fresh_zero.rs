use jwt_router::prelude::*;

#[protected(PUT, "/posts", fresh = "0m")]
async fn edit() {}

fn main() {}
