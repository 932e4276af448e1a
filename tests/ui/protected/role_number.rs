use jwt_router::prelude::*;

#[protected(PUT, "/posts", role = 1)]
async fn edit() {}

fn main() {}
