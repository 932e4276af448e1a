use jwt_router::prelude::*;

#[protected(role = "admin")]
mod posts {}

fn main() {}
