use jwt_router::prelude::*;

struct Failure;

#[protected(GET, "/me")]
async fn me() -> Result<String, Failure> {
    Err(Failure)
}

fn main() {}
