use jwt_router::prelude::*;

#[protected("/posts", PSOT)]
async fn posts() {}

fn main() {}
