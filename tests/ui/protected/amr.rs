use jwt_router::prelude::*;

#[protected(GET, "/posts", amr = "otp")]
async fn posts() {}

fn main() {}
