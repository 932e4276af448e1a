use jwt_router::prelude::*;

#[protected(POST, "/password", purpose = "Reset Password")]
async fn password() {}

fn main() {}
