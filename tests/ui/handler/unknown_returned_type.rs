use axum::Json;
use jwt_router::prelude::*;

#[whitelist(POST, "/users")]
async fn create() -> Json<NewUser> {
    panic!()
}

fn main() {}
