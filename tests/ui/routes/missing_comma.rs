use jwt_router::prelude::*;

#[protected(GET, "/users")]
async fn users() {}

#[protected(GET, "/me")]
async fn me() {}

fn routes() -> jwt_router::Routes<()> {
    jwt_router::routes![users me]
}

fn main() {}
