//! What a token says.

mod audience;
mod date;
#[cfg(feature = "jwks")]
mod foreign;
mod found;
mod issuer_name;
mod payload;
mod reader;
mod required;
mod rules;
mod scan;
mod table;

pub use self::date::NumericDate;
pub(crate) use self::issuer_name::issuer_name_fault;
pub(crate) use self::payload::{Claims, Expected, Tables};
pub(crate) use self::required::{AUTH_TIME, ClaimSlot, ClaimValues, RequiredClaims};
#[cfg(feature = "jwks")]
pub(crate) use self::rules::Kind;
pub(crate) use self::rules::Rules;
pub(crate) use self::table::TableIndex;

/// The claim that names the entity's table.
pub(crate) const TABLE_NAME: &str = "table_name";

/// The names that have a meaning of their own here: no entity's key and no extra claim may have one.
///
/// `table_name`, the registered claims ([RFC 7519, section 4.1]), and `auth_time`.
///
/// [RFC 7519, section 4.1]: https://www.rfc-editor.org/rfc/rfc7519#section-4.1
pub(crate) const RESERVED: [&str; 9] = [
    TABLE_NAME, "iss", "sub", "aud", "exp", "nbf", "iat", "jti", AUTH_TIME,
];

/// Whether an entity's key or an extra claim may not have this name.
pub(crate) fn is_reserved(name: &str) -> bool {
    RESERVED.contains(&name)
}

#[cfg(test)]
mod tests;
