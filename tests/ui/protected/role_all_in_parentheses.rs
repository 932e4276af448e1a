use jwt_router::prelude::*;

#[protected(PUT, "/posts", role = all("admin", "editor"))]
async fn edit() {}

fn main() {}
