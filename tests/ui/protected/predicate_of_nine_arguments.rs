use jwt_router::prelude::*;

fn owns(_: G, _: G, _: G, _: G, _: G, _: G, _: G, _: G, _: G) -> bool {
    true
}

#[protected(GET, "/posts", guard = owns)]
async fn posts() {}

fn main() {}
