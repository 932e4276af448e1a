use jwt_router::prelude::*;

const FEED: &str = "/feed";

#[whitelist(GET, FEED)]
async fn feed() {}

fn main() {}
