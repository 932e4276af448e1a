use jwt_router::prelude::*;

#[protected(PUT, "/posts", role = any("admin", "editor", "admin"))]
async fn edit() {}

fn main() {}
