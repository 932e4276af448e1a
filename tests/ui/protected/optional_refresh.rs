use jwt_router::{Refresh, prelude::*};

#[entity(table = "users")]
#[derive(Clone)]
struct User {
    id: i64,
}

#[protected(POST, "/refresh", refresh)]
async fn refresh(_refresh: Option<Refresh<User>>) {}

fn main() {}
