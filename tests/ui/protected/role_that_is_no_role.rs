use jwt_router::prelude::*;

enum Role {
    Admin,
}

#[protected(DELETE, "/posts", role = any("editor", Role::Admin))]
async fn delete() {}

fn main() {}
