use jwt_router::prelude::*;

#[protected(GET, "/users")]
async fn users() {}

fn routes() -> jwt_router::Routes<()> {
    jwt_router::routes![users()]
}

fn main() {}
