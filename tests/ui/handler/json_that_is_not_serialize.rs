use axum::Json;
use jwt_router::prelude::*;

struct User;

#[protected(GET, "/me")]
async fn me() -> Json<User> {
    Json(User)
}

fn main() {}
