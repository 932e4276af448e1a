//! Entities from `PostgreSQL` by drivers that jwt-router has no store for: each module has a closure that is one.
//!
//! `cargo test -p drivers` tries both on the server of `TEST_POSTGRES_URL`. The guide `databases` shows the same code.

pub mod with_diesel;
pub mod with_tokio_postgres;
