use jwt_router::prelude::*;

#[protected(POST, "/password", purpose = "reset-password", scope = "users:write", fresh = "15m", claims_only)]
async fn password() {}

fn main() {}
