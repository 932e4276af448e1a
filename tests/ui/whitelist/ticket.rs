use jwt_router::prelude::*;

#[entity(table = "users")]
#[derive(Clone)]
struct User {
    id: i64,
}

#[whitelist(GET, "/ticket", ticket)]
async fn ticket() {}

fn main() {}
