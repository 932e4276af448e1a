use jwt_router::prelude::*;

#[entity(table = "users")]
#[derive(Clone)]
struct User {
    id: i64,
}

#[protected(POST, "/renew")]
async fn renew(g: G<User>, jwt: JwtRoutes) -> Result<Token, SignError> {
    jwt.create_token(&g)
}

fn main() {}
