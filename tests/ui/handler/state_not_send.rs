use axum::extract::State;
use jwt_router::prelude::*;

#[derive(Clone)]
struct App(std::rc::Rc<str>);

#[protected(POST, "/invite")]
async fn invite(_: State<App>) {}

fn main() {}
