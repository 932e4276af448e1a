use jwt_router::prelude::*;

#[protected(PUT, "/posts", role = Role::named("admin"))]
async fn edit() {}

fn main() {}
