use jwt_router::{LinkToken, SignError, prelude::*};

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

#[whitelist(POST, "/forgotten")]
async fn forgotten(jwt: JwtRoutes) -> Result<LinkToken, SignError> {
    jwt.link(&User { id: 1 }, "reset-password").sign()
}

#[protected(POST, "/password", purpose = "reset-password")]
async fn password(_link: jwt_router::Link<User>) {}

fn main() {}
