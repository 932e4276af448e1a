use jwt_router::prelude::*;

#[protected(GET, "/me", gua)]
async fn me() {}

fn main() {}
