use jwt_router::prelude::*;

#[protected(PUT, "/posts", fresh = 900)]
async fn edit() {}

fn main() {}
