//! What jwt-router does, seen from outside: one module a behavior.

#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "what cannot be done fails the test"
)]

mod arguments;
mod attributes;
mod callers;
mod interop;
mod config;
mod exceptions;
mod merged;
mod query_token;
mod services;
mod tokens;
mod ui;
