use jwt_router::protected;

#[protected(GET, "/pay", factor = "pwd", factor = "otp")]
async fn pay() {}

fn main() {}
