//! Handlers that a `macro_rules!` writes.

use axum::extract::Path;
use jwt_router::{Routes, prelude::*};

macro_rules! handler {
    ($attribute:ident, $method:ident, $path:literal, $name:ident($($argument:ident: $type:ty),*)) => {
        #[$attribute($method, $path)]
        async fn $name($($argument: $type),*) -> String {
            stringify!($name).to_owned()
        }
    };
}

handler!(whitelist, GET, "/generated/first", first());
handler!(protected, DELETE, "/generated/second/{id}", second(_g: G, _id: Path<i64>));

/// They can be listed as well.
fn listed() -> Routes<()> {
    routes![first, second]
}

#[test]
fn they_can_be_listed() {
    assert!(!format!("{:?}", listed()).is_empty());
}
