use jwt_router::prelude::*;

#[protected(PUT, "/posts", role = "admin ")]
async fn edit() {}

fn main() {}
