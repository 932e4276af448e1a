use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, request::Parts},
};
use jwt_router::prelude::*;

struct Local(std::rc::Rc<str>);

impl<S: Sync> FromRequestParts<S> for Local {
    type Rejection = ();

    async fn from_request_parts(_: &mut Parts, _: &S) -> Result<Self, ()> {
        Err(())
    }
}

#[protected(GET, "/me")]
async fn me(_: Local, _: HeaderMap) {}

fn main() {}
