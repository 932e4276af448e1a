use jwt_router::prelude::*;

#[protected(POST, "/password", purpose = reset_password)]
async fn password() {}

fn main() {}
