use jwt_router::prelude::*;

#[entity(table = "users")]
#[derive(Clone)]
struct User {
    id: i64,
}

#[whitelist(GET, "/me")]
async fn me(g: G<User>) -> String {
    g.id.to_string()
}

fn main() {}
