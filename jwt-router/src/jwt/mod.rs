//! JSON Web Tokens: verifies a token's text and reads its claims, and mints tokens from claims.
//!
//! Everything here is synchronous, and does no I/O but to read a key's file. It depends neither on axum nor on
//! policies.

pub(crate) mod claims;
pub(crate) mod key;
pub(crate) mod sign;
pub(crate) mod token;
pub(crate) mod token_use;
pub(crate) mod verify;
