use jwt_router::prelude::*;

#[derive(Clone)]
struct App;

#[protected(GET, "/users", state = App)]
async fn users() {}

fn routes() -> jwt_router::Routes<()> {
    jwt_router::routes![users]
}

fn main() {}
