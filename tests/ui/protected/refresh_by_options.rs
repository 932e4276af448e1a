use jwt_router::{Refresh, prelude::*};

#[entity(table = "users")]
#[derive(Clone)]
struct User {
    id: i64,
}

#[protected(OPTIONS, "/refresh", refresh)]
async fn refresh(_refresh: Refresh<User>) {}

fn main() {}
