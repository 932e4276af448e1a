use jwt_router::prelude::*;

#[protected(PUT, "/posts", role = any())]
async fn edit() {}

fn main() {}
