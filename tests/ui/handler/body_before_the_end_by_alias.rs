use axum::{Json, http::HeaderMap};
use jwt_router::prelude::*;

type Name = Json<String>;

#[protected(POST, "/users")]
async fn create(_: Name, _: HeaderMap) {}

fn main() {}
