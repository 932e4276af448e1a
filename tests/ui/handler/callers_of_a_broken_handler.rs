use jwt_router::prelude::*;

#[whitelist(PSOT, "/login")]
async fn login() -> &'static str {
    "welcome"
}

async fn login_again() -> &'static str {
    login().await
}

fn main() {
    drop(login_again());
    let _: jwt_router::Routes<()> = jwt_router::routes![login];
}
