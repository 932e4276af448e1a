use jwt_router::{Ticket, prelude::*};

#[entity(table = "users")]
#[derive(Clone)]
struct User {
    id: i64,
}

#[protected(GET, "/events")]
async fn events(_ticket: Ticket<User>) {}

fn main() {}
