use axum::extract::State;
use jwt_router::prelude::*;

struct App;

#[protected(POST, "/invite", state = App)]
async fn invite(_: State<App>) {}

fn main() {}
