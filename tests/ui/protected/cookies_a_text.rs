use jwt_router::prelude::*;

#[protected(POST, "/hook", cookies = "no")]
async fn hook() {}

fn main() {}
