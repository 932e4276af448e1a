use jwt_router::prelude::*;

#[whitelist]
async fn login() {}

fn main() {
    let login = "a variable";
    let _: jwt_router::Routes<()> = routes![login];
    let _: jwt_router::Routes<()> = routes![self::login];
    println!("{login}");
}
