use jwt_router::prelude::*;

#[whitelist(GET, "/users/{id}/friends/{id}")]
async fn show() {}

fn main() {}
