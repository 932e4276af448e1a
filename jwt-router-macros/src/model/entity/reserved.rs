//! The names of claims that an entity's key cannot have.
//!
//! `jwt-router` has a second copy, `claims::RESERVED`, since a procedural-macro crate can export only macros. A
//! test of `jwt-router` includes this file and fails when the lists differ.

/// The reserved names: `table_name`, `auth_time`, `renewable_until`, `token_version`, `sid`, `refresh_generation`,
/// `once` and `access_until`, the claims of tokens that are not bearer tokens (`cnf`, `events`), and the registered
/// claims ([RFC 7519, section 4.1](https://www.rfc-editor.org/rfc/rfc7519#section-4.1)).
pub(super) const RESERVED: [&str; 17] = [
    "table_name",
    "iss",
    "sub",
    "aud",
    "exp",
    "nbf",
    "iat",
    "jti",
    "auth_time",
    "renewable_until",
    "token_version",
    "sid",
    "refresh_generation",
    "once",
    "access_until",
    "cnf",
    "events",
];
