use axum::Json;
use jwt_router::prelude::*;

#[whitelist(GET, "/posts")]
async fn posts() -> Option<Json<u8>> {
    None
}

fn main() {}
