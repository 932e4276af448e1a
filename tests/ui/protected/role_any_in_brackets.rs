use jwt_router::prelude::*;

#[protected(PUT, "/posts", role = any["admin", "editor"])]
async fn edit() {}

fn main() {}
