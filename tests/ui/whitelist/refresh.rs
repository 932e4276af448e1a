use jwt_router::prelude::*;

#[entity(table = "users")]
#[derive(Clone)]
struct User {
    id: i64,
}

#[whitelist(POST, "/refresh", refresh)]
async fn refresh() {}

fn main() {}
