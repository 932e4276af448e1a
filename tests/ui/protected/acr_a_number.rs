use jwt_router::protected;

#[protected(GET, "/pay", acr = 2)]
async fn pay() {}

fn main() {}
