use jwt_router::prelude::*;

#[entity(table = "users")]
#[derive(Clone)]
struct User {
    id: i64,
}

#[protected(POST, "/refresh", refresh)]
async fn refresh(_g: G<User>) {}

#[protected(POST, "/logout", refresh)]
async fn logout(_g: Option<G>) {}

fn main() {}
