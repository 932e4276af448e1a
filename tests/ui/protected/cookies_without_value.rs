use jwt_router::prelude::*;

#[protected(POST, "/hook", cookies)]
async fn hook() {}

fn main() {}
