use jwt_router::prelude::*;

#[entity(table = "users")]
#[derive(Clone)]
struct User {
    id: i64,
}

#[protected(GET, "/me")]
async fn me(user: User) -> String {
    user.id.to_string()
}

fn main() {}
