use jwt_router::prelude::*;

#[entity(table = "users")]
#[derive(Clone)]
struct User {
    id: i64,
}

#[protected(GET, "/events", ticket)]
async fn events(_g: G<User>) {}

#[protected(GET, "/others", ticket)]
async fn others(_g: Option<G>) {}

fn main() {}
