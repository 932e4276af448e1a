use jwt_router::prelude::*;

#[whitelist(GET, "/users/<int:id>")]
async fn show() {}

fn main() {}
