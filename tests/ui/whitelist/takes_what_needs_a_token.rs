use axum::{extract::FromRequestParts, http::request::Parts};
use jwt_router::{AnyEntity, NeedsToken};
use jwt_router::prelude::*;

struct Admin;

impl NeedsToken for Admin {
    type Caller = AnyEntity;
}

impl<S: Sync> FromRequestParts<S> for Admin {
    type Rejection = ();

    async fn from_request_parts(_: &mut Parts, _: &S) -> Result<Self, ()> {
        Ok(Self)
    }
}

#[whitelist(GET, "/admin")]
async fn admin(_: Admin) {}

fn main() {}
