use jwt_router::prelude::*;

#[protected(GET, "/posts", state = State<App>)]
async fn posts() {}

fn main() {}
