use jwt_router::prelude::*;

#[protected(PUT, "/posts", role = "admin", "editor")]
async fn edit() {}

fn main() {}
