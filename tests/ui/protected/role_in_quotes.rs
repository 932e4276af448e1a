use jwt_router::prelude::*;

#[protected(DELETE, "/posts", role = any("Role::Admin", "editor"))]
async fn delete() {}

fn main() {}
