use jwt_router::prelude::*;

#[protected(PUT, "/posts", role = any("admin", ["editor", "author"]))]
async fn edit() {}

fn main() {}
