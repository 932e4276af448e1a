use jwt_router::prelude::*;

#[protected(GET, "/me")]
fn me() -> String {
    String::new()
}

fn main() {}
