use axum::extract::State;
use jwt_router::prelude::*;

#[derive(Clone)]
struct Database;

#[derive(Clone)]
struct Mailer;

#[protected(POST, "/invite")]
async fn invite(_: State<Database>, _: State<Mailer>) {}

fn main() {}
