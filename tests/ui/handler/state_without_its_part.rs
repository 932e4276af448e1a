use axum::extract::State;
use jwt_router::prelude::*;

#[derive(Clone)]
struct App;

#[derive(Clone)]
struct Mailer;

#[protected(POST, "/invite", state = App)]
async fn invite(_: State<Mailer>) {}

fn main() {}
