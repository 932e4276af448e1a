use axum::Json;
use jwt_router::prelude::*;

struct NewUser;

#[protected(POST, "/users")]
async fn create(_: Json<NewUser>) {}

fn main() {}
