use jwt_router::whitelist;

#[whitelist(GET, "/pay", acr = "aal2")]
async fn pay() {}

fn main() {}
