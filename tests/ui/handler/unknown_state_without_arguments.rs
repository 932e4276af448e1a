use jwt_router::prelude::*;

#[protected(GET, "/me", state = App)]
async fn me() {}

fn main() {}
