use jwt_router::prelude::*;

struct User;

#[protected(GET, "/me")]
async fn me() -> User {
    User
}

fn main() {}
