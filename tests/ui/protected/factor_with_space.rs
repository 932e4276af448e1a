use jwt_router::protected;

#[protected(GET, "/pay", factor = "pwd otp")]
async fn pay() {}

fn main() {}
