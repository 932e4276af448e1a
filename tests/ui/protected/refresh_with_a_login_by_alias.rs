use jwt_router::prelude::*;

#[entity(table = "users")]
#[derive(Clone)]
struct User {
    id: i64,
}

type Caller = G<User>;

#[protected(POST, "/refresh", refresh)]
async fn refresh(_caller: Caller) {}

fn main() {}
