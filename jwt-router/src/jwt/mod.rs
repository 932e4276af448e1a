//! JSON Web Tokens: text → token → claims, and claims → token.
//!
//! Everything here is synchronous and pure, but for reading a key's file. It knows neither axum nor
//! policies.

pub(crate) mod claims;
pub(crate) mod key;
pub(crate) mod sign;
pub(crate) mod token;
pub(crate) mod verify;
