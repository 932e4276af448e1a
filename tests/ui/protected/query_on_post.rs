use jwt_router::prelude::*;

#[protected(POST, "/files", query = "auth")]
async fn upload() {}

fn main() {}
