use axum::extract::State;
use jwt_router::prelude::*;

struct App;

#[protected(POST, "/invite", register = false)]
async fn invite(_: State<App>) {}

fn routes() -> jwt_router::Routes<App> {
    jwt_router::routes![invite]
}

fn main() {}
