//! The program, tested from outside.

#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test that cannot be set up has failed"
)]

mod accounts;
mod database;
mod devices;
mod live;
mod other_sites;
mod pages;
mod password;
mod policy;
mod service;
