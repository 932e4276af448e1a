use jwt_router::prelude::*;

#[protected(PUT, "/posts/{id}", guard = |g: G, id: Path<i64>| true)]
async fn edit() {}

fn main() {}
