use jwt_router::whitelist;

#[whitelist(GET, "/pay", factor = "otp")]
async fn pay() {}

fn main() {}
