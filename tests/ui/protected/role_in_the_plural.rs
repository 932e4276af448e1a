use jwt_router::prelude::*;

#[protected(PUT, "/posts", roles = "admin")]
async fn edit() {}

fn main() {}
