use axum::{Json, http::HeaderMap};
use jwt_router::prelude::*;

#[protected(POST, "/users")]
async fn create(_: Json<String>, _: HeaderMap) {}

fn main() {}
