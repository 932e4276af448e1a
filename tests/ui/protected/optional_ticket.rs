use jwt_router::{Ticket, prelude::*};

#[entity(table = "users")]
#[derive(Clone)]
struct User {
    id: i64,
}

#[protected(GET, "/events", ticket)]
async fn events(_ticket: Option<Ticket<User>>) {}

fn main() {}
