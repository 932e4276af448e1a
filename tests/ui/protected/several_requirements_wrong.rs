use jwt_router::prelude::*;

#[protected(PUT, "/posts", role = [], scope = "a b", fresh = 9, guard = owns())]
async fn edit() {}

fn main() {}
