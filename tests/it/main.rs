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
mod config;
mod defaults;
mod docs;
mod exact;
mod exceptions;
mod faulty_stores;
mod forwarding;
mod google;
mod identity;
mod interop;
mod issuers;
mod jwks;
mod key_pairs;
mod keys;
mod lock;
mod log;
mod matrix;
mod merged;
mod minting;
mod mounting;
mod printed;
mod problems;
mod proxies;
mod query_token;
mod raw_tcp;
mod registry;
mod rejections;
mod requirements;
mod review;
mod rooms;
mod services;
mod sessions;
mod spellings;
mod sqlx;
mod stores;
mod tokens;
mod two_entities;
