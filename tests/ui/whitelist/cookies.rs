use jwt_router::prelude::*;

#[whitelist(POST, "/hook", cookies = false)]
async fn hook() {}

fn main() {}
