//! What jwt-router does, seen from outside: one module a behavior.

#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "what cannot be done fails the test"
)]
#[cfg(feature = "base")]
mod accessors;
#[cfg(feature = "base")]
mod arguments;
#[cfg(feature = "base")]
mod attributes;
#[cfg(feature = "cache")]
mod cached;
#[cfg(feature = "base")]
mod callers;
#[cfg(feature = "base")]
mod config;
#[cfg(feature = "cookies")]
mod cookies;
#[cfg(any(
    feature = "sqlx-mysql",
    feature = "sqlx-postgres",
    feature = "sqlx-sqlite"
))]
mod databases;
#[cfg(feature = "base")]
mod defaults;
#[cfg(feature = "base")]
mod docs;
#[cfg(feature = "sqlx-sqlite")]
mod exact;
#[cfg(feature = "base")]
mod exceptions;
#[cfg(feature = "base")]
mod fallbacks;
#[cfg(feature = "base")]
mod faulty_stores;
#[cfg(feature = "base")]
mod forwarding;
#[cfg(all(feature = "google", feature = "testing"))]
mod google;
#[cfg(feature = "google")]
mod google_config;
#[cfg(feature = "base")]
mod identity;
#[cfg(feature = "base")]
mod interop;
#[cfg(feature = "jwks")]
mod issuers;
#[cfg(feature = "jwks")]
mod jwks;
#[cfg(feature = "asymmetric")]
mod key_pairs;
#[cfg(feature = "base")]
mod keys;
#[cfg(feature = "base")]
mod links;
#[cfg(feature = "testing")]
mod lock;
mod log;
#[cfg(feature = "testing")]
mod matrix;
#[cfg(feature = "base")]
mod merged;
#[cfg(feature = "base")]
mod minting;
#[cfg(feature = "base")]
mod mounting;
#[cfg(feature = "base")]
mod printed;
#[cfg(feature = "base")]
mod problems;
#[cfg(feature = "jwks")]
mod providers;
#[cfg(feature = "jwks")]
mod proxies;
#[cfg(feature = "base")]
mod query_token;
#[cfg(feature = "base")]
mod raw_tcp;
#[cfg(feature = "base")]
mod registry;
#[cfg(feature = "base")]
mod rejections;
#[cfg(feature = "base")]
mod requirements;
#[cfg(feature = "base")]
mod review;
#[cfg(feature = "base")]
mod rooms;
#[cfg(feature = "base")]
mod schemes;
#[cfg(feature = "sea-orm")]
mod sea_orm;
#[cfg(feature = "base")]
mod services;
#[cfg(feature = "base")]
mod session_life;
mod session_stores;
#[cfg(feature = "base")]
mod sessions;
#[cfg(feature = "base")]
mod spellings;
#[cfg(feature = "sqlx-sqlite")]
mod sqlx;
#[cfg(feature = "base")]
mod stores;
#[cfg(feature = "testing")]
mod test_callers;
#[cfg(feature = "base")]
mod tickets;
#[cfg(feature = "base")]
mod token_lengths;
#[cfg(feature = "base")]
mod token_version;
#[cfg(feature = "base")]
mod tokens;
#[cfg(feature = "base")]
mod two_entities;
#[cfg(feature = "base")]
mod until_end;
#[cfg(feature = "base")]
mod websocket;
