use jwt_router::{Link, prelude::*};

#[entity(table = "users", token_version = Self::token_version)]
#[derive(Clone)]
struct User {
    id: i64,
}

impl User {
    fn token_version(&self) -> i64 {
        0
    }
}

#[protected(POST, "/password")]
async fn password(_link: Link<User>) {}

fn main() {}
