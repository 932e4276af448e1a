use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, request::Parts},
};
use jwt_router::prelude::*;

#[derive(Clone)]
struct App;

struct Tenant;

impl FromRequestParts<App> for Tenant {
    type Rejection = ();

    async fn from_request_parts(_: &mut Parts, _: &App) -> Result<Self, ()> {
        Ok(Self)
    }
}

#[protected(GET, "/me")]
async fn me(_: HeaderMap, _: Tenant) {}

fn main() {}
