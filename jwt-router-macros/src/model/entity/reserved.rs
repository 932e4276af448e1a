//! The claims that no entity's key can be named like.
//!
//! `jwt-router` has a list of its own, `claims::RESERVED`, since a crate of macros exports nothing
//! else. A test there includes this file and fails where they differ.

/// `table_name`, `auth_time`, `renewable_until`, the claims of tokens that are no bearer tokens, and the registered
/// claims
/// ([RFC 7519, section 4.1](https://www.rfc-editor.org/rfc/rfc7519#section-4.1)).
pub(super) const RESERVED: [&str; 12] = [
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
    "cnf",
    "events",
];
