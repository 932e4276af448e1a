use jwt_router::prelude::*;

#[protected(PUT, "/posts", fresh = std::time::Duration::from_secs(900))]
async fn edit() {}

fn main() {}
