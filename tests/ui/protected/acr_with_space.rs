use jwt_router::protected;

#[protected(GET, "/pay", acr = "aal2 aal3")]
async fn pay() {}

fn main() {}
