use jwt_router::prelude::*;

#[derive(Clone)]
struct App;

#[protected(GET, "/me", state = App)]
async fn me(_: App) {}

fn main() {}
