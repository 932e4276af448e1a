//! A module that forbids and denies what it can.

#![forbid(unsafe_code)]
#![deny(
    clippy::all,
    clippy::nursery,
    clippy::pedantic,
    clippy::unnecessary_self_imports,
    dead_code,
    deprecated,
    missing_copy_implementations,
    missing_debug_implementations,
    missing_docs,
    rust_2018_idioms,
    single_use_lifetimes,
    trivial_casts,
    trivial_numeric_casts,
    unreachable_pub,
    unused,
    unused_import_braces,
    unused_lifetimes,
    unused_qualifications,
    unused_results,
    warnings
)]
#![expect(
    clippy::redundant_pub_crate,
    reason = "what they say is of the handlers, not of what the macros add"
)]

use axum::Json;
use jwt_router::{RoleName, prelude::*};

/// A row.
#[entity(table = "accounts", key = "number", roles = Self::roles)]
#[derive(Clone, Debug)]
pub(crate) struct Account {
    number: u64,
}

impl Account {
    const fn roles(&self) -> [Role; 1] {
        [Role(self.number)]
    }
}

/// A role.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Role(u64);

impl RoleName for Role {
    fn name(&self) -> &'static str {
        if self.0 == 0 { "owner" } else { "user" }
    }
}

/// A role by its name.
const OWNER: Role = Role(0);

/// A public route.
#[ignored(GET, "/lints/open")]
pub(crate) async fn open() -> &'static str {
    "open"
}

/// A guarded route.
#[protected(GET, "/lints/account", role = OWNER, scope = ["read", "write"], fresh = "1d")]
pub(crate) async fn account(g: G<Account>) -> Json<u64> {
    Json(g.accounts().number)
}
