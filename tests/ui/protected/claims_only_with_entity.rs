use jwt_router::prelude::*;

#[entity(table = "users")]
#[derive(Clone)]
struct User {
    id: i64,
}

#[protected(GET, "/me", claims_only)]
async fn me(g: G<User>) -> String {
    g.id.to_string()
}

fn main() {}
