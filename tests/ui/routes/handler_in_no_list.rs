#![deny(dead_code)]

use jwt_router::prelude::*;

#[whitelist(register = false)]
async fn listed() {}

#[whitelist(register = false)]
async fn forgotten() {}

fn main() {
    let _: jwt_router::Routes<()> = routes![listed];
}
