use jwt_router::{Link, prelude::*};

#[protected(POST, "/password", purpose = "reset-password")]
async fn password(_link: Link<i64>) {}

fn main() {}
