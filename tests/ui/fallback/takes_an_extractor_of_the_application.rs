use axum::{extract::FromRequestParts, http::request::Parts};
use jwt_router::prelude::*;

struct Name;

impl<S: Sync> FromRequestParts<S> for Name {
    type Rejection = axum::http::StatusCode;

    async fn from_request_parts(_: &mut Parts, _: &S) -> Result<Self, axum::http::StatusCode> {
        Ok(Self)
    }
}

async fn not_found(_name: Name) {}

fn main() {
    let jwt = JwtRoutes::builder().secret("..").build().unwrap();
    let _app = jwt.app().fallback(not_found).build();
}
