use jwt_router::prelude::*;

const ADMIN: u8 = 1;

#[protected(DELETE, "/posts", role = ADMIN)]
async fn delete() {}

fn main() {}
