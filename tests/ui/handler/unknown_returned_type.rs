use axum::Json;
use jwt_router::prelude::*;

#[whitelist(POST, "/users")]
async fn create() -> Json<NewUser> {
    todo!()
}

fn main() {}
