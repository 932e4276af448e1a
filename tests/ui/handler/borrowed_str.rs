use jwt_router::prelude::*;

#[protected(POST, "/echo")]
async fn echo(_: &str) {}

fn main() {}
