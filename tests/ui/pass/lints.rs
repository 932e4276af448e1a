//! A module that forbids and denies what it can.

#![forbid(unsafe_code)]
#![deny(
    clippy::all,
    clippy::nursery,
    clippy::pedantic,
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
use jwt_router::prelude::*;

/// A row.
#[entity(table = "accounts", key = "number")]
#[derive(Clone, Debug)]
pub(crate) struct Account {
    number: u64,
}

/// A public route.
#[ignored(GET, "/lints/open")]
pub(crate) async fn open() -> &'static str {
    "open"
}

/// A guarded route.
#[protected(GET, "/lints/account")]
pub(crate) async fn account(g: G<Account>) -> Json<u64> {
    Json(g.accounts().number)
}
