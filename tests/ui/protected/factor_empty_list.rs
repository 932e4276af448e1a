use jwt_router::protected;

#[protected(GET, "/pay", factor = [])]
async fn pay() {}

fn main() {}
