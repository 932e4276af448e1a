use jwt_router::prelude::*;

#[entity(table = "users", token_version = Self::version)]
#[derive(Clone)]
struct User {
    id: i64,
    version: i64,
}

impl User {
    fn version(&self) -> i64 {
        self.version
    }
}

#[whitelist(POST)]
async fn login(jwt: JwtRoutes) -> Result<Token, SignError> {
    jwt.create_token_for::<User>(&1)
}

fn main() {}
