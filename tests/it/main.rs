//! What jwt-router does, seen from outside: one module a behavior.

#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "what cannot be done fails the test"
)]
mod arguments;
mod attributes;
#[cfg(feature = "cache")]
mod cached;
mod callers;
mod config;
#[cfg(any(
    feature = "sqlx-mysql",
    feature = "sqlx-postgres",
    feature = "sqlx-sqlite"
))]
mod databases;
mod defaults;
mod docs;
#[cfg(feature = "sqlx-sqlite")]
mod exact;
mod exceptions;
mod fallbacks;
mod faulty_stores;
mod forwarding;
#[cfg(all(feature = "google", feature = "testing"))]
mod google;
#[cfg(feature = "google")]
mod google_config;
mod identity;
mod interop;
#[cfg(feature = "jwks")]
mod issuers;
#[cfg(feature = "jwks")]
mod jwks;
#[cfg(feature = "asymmetric")]
mod key_pairs;
mod keys;
mod links;
#[cfg(feature = "testing")]
mod lock;
mod log;
#[cfg(feature = "testing")]
mod matrix;
mod merged;
mod minting;
mod mounting;
mod printed;
mod problems;
#[cfg(feature = "jwks")]
mod providers;
#[cfg(feature = "jwks")]
mod proxies;
mod query_token;
mod raw_tcp;
mod registry;
mod rejections;
mod requirements;
mod review;
mod rooms;
mod schemes;
#[cfg(feature = "sea-orm")]
mod sea_orm;
mod services;
mod session_stores;
mod sessions;
mod spellings;
#[cfg(feature = "sqlx-sqlite")]
mod sqlx;
mod stores;
#[cfg(feature = "testing")]
mod test_callers;
mod token_lengths;
mod token_version;
mod tokens;
mod two_entities;
