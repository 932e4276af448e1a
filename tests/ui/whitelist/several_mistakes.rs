use axum::extract::{Path, Request};
use jwt_router::prelude::*;

#[whitelist(psot "/users/:id", rol = "admin", claims_only)]
fn show(_: &Request, _: Path<i64>) {}

fn main() {}
