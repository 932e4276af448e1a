use axum::extract::State;
use jwt_router::prelude::*;

#[derive(Clone)]
struct Database;

#[derive(Clone)]
struct Mailer;

#[protected(GET, "/users")]
async fn users(_: State<Database>) {}

fn routes() -> jwt_router::Routes<Mailer> {
    jwt_router::routes![users]
}

fn main() {}
