use jwt_router::{Ticket, prelude::*};

#[entity(table = "users")]
#[derive(Clone)]
struct User {
    id: i64,
}

struct Robot;

#[protected(GET, "/events", ticket)]
async fn events(_ticket: Ticket<Robot>) {}

fn main() {}
