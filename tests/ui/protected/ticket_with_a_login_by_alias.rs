use jwt_router::prelude::*;

#[entity(table = "users")]
#[derive(Clone)]
struct User {
    id: i64,
}

type Caller = G<User>;

#[protected(GET, "/events", ticket)]
async fn events(_caller: Caller) {}

fn main() {}
