use axum::extract::State;
use jwt_router::{Routes, prelude::*};

#[derive(Clone)]
struct Database;

#[protected(POST, "/users", register = false)]
async fn create(_: State<Database>) {}

fn main() {
    let _: Routes<()> = routes![create];
}
