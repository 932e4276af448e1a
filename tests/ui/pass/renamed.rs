//! The library under another name.

use crate::renamed::auth::G;

/// As a vendored copy or a re-export would have it.
pub(crate) mod auth {
    pub(crate) use jwt_router::*;
}

/// A row.
#[auth::entity(table = "people", crate = crate::renamed::auth)]
#[derive(Clone)]
pub(crate) struct Person {
    id: i64,
}

#[auth::whitelist(GET, "/renamed/hello", crate = crate::renamed::auth)]
async fn hello() {}

#[auth::protected(GET, "/renamed/me", crate = crate::renamed::auth)]
async fn me(g: G<Person>) -> String {
    g.people().id.to_string()
}
