use jwt_router::{Link, prelude::*};

#[entity(table = "users", token_version = Self::version)]
#[derive(Clone)]
struct User {
    id: i64,
}

impl User {
    fn version(&self) -> i64 {
        0
    }
}

#[protected(GET, "/live", websocket, purpose = "watch")]
async fn live(_link: Link<User>) {}

fn main() {}
