use jwt_router::prelude::*;

#[protected(PUT, "/posts", fresh = 15m)]
async fn edit() {}

fn main() {}
