use jwt_router::prelude::*;

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

type Caller = G<User>;

#[protected(POST, "/password", purpose = "reset-password")]
async fn password(_caller: Caller) {}

fn main() {}
