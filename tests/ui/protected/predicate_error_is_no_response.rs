use jwt_router::prelude::*;

struct Denied;

async fn owns() -> Result<(), Denied> {
    Err(Denied)
}

#[protected(GET, "/posts", guard = owns)]
async fn posts() {}

fn main() {}
