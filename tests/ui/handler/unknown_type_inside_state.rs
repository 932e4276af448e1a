use axum::extract::State;
use jwt_router::prelude::*;

#[protected(GET, "/me")]
async fn me(_: State<App>) {}

fn main() {}
