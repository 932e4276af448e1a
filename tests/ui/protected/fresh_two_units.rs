use jwt_router::prelude::*;

#[protected(PUT, "/posts", fresh = "1h30m")]
async fn edit() {}

fn main() {}
