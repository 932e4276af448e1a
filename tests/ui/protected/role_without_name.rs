use jwt_router::prelude::*;

#[protected(PUT, "/posts", role = "")]
async fn edit() {}

fn main() {}
