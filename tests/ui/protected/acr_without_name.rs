use jwt_router::protected;

#[protected(GET, "/pay", acr = "")]
async fn pay() {}

fn main() {}
