//! The RealWorld API, from outside.
//!
//! The tests use SQLite in memory. With `TEST_POSTGRES_URL`, the test in `postgres.rs` runs them all on PostgreSQL too.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    clippy::unwrap_used,
    reason = "a test that cannot be set up has failed"
)]

mod articles;
mod comments;
mod conduit;
mod favorites;
mod lists;
mod ownership;
mod policy;
mod postgres;
mod profiles;
mod program;
mod refusals;
mod tags;
mod users;
