use jwt_router::prelude::*;

#[protected(GET, "/me")]
async fn me<T>() {}

fn main() {}
