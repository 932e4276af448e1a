use jwt_router::prelude::*;

#[whitelist(POST, "/password", purpose = "reset-password")]
async fn password() {}

fn main() {}
