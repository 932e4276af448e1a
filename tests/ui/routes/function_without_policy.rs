use jwt_router::prelude::*;

#[whitelist]
async fn login() {}

async fn me() {}

fn main() {
    let _: jwt_router::Routes<()> = jwt_router::routes![login, me];
}
