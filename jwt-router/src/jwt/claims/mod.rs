//! The claims of tokens: their names, how they are read from a payload, and the rules that they have to meet.

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
#[cfg(feature = "jwks")]
mod selected;
mod table;
mod version;

pub(crate) use self::date::NumericDate;
pub(crate) use self::issuer_name::issuer_name_fault;
pub(crate) use self::payload::{Claims, Expected, Tables};
pub(crate) use self::required::{AUTH_TIME, ClaimSlot, ClaimValues, RequiredClaims};
pub(crate) use self::rules::Rules;
#[cfg(feature = "jwks")]
pub(crate) use self::rules::{Accepted, TokenKind};
#[cfg(feature = "jwks")]
pub(crate) use self::selected::read_selected;
pub(crate) use self::table::TableIndex;
pub use self::version::TokenVersion;
pub(crate) use self::version::{ClaimedVersion, TOKEN_VERSION};

/// The claim that names the entity's table.
pub(crate) const TABLE_NAME: &str = "table_name";

/// The claim that identifies the session of a token: a random text. The session store knows only its hash.
pub(crate) const SID: &str = "sid";

/// The claim of a refresh token that holds the token's number within its session, counted from 0.
pub(crate) const GENERATION: &str = "refresh_generation";

/// The claim of a ticket, and of a link that can be used once: a random text. When the token is used, the session
/// store keeps the hash of this text, so that the token is refused the next time.
pub(crate) const ONCE: &str = "once";

/// The claim of a ticket that holds the expiry of the access token from which the ticket was minted, in seconds since
/// 1970.
pub(crate) const ACCESS_UNTIL: &str = "access_until";

/// The claim of a renewed token without `auth_time` that holds the time, in seconds since 1970, from which on the token
/// cannot be renewed again.
pub(crate) const RENEWABLE_UNTIL: &str = "renewable_until";

/// The names of claims that this crate sets or checks: neither an entity's key nor an extra claim may have one.
///
/// They are `table_name`, the registered claims ([RFC 7519, section 4.1]), `auth_time`, `renewable_until`,
/// `token_version`, `sid`, `refresh_generation`, `once`, `access_until`, and the claims of tokens that are not bearer
/// tokens: `cnf` ([RFC 7800]) and `events` ([RFC 8417]).
///
/// [RFC 7800]: https://www.rfc-editor.org/rfc/rfc7800#section-3.1
/// [RFC 8417]: https://www.rfc-editor.org/rfc/rfc8417#section-2.2
/// [RFC 7519, section 4.1]: https://www.rfc-editor.org/rfc/rfc7519#section-4.1
pub(crate) const RESERVED: [&str; 17] = [
    TABLE_NAME,
    "iss",
    "sub",
    "aud",
    "exp",
    "nbf",
    "iat",
    "jti",
    AUTH_TIME,
    RENEWABLE_UNTIL,
    TOKEN_VERSION,
    SID,
    GENERATION,
    ONCE,
    ACCESS_UNTIL,
    "cnf",
    "events",
];

/// Returns whether this name is reserved, so that neither an entity's key nor an extra claim may have it.
pub(crate) fn is_reserved(name: &str) -> bool {
    RESERVED.contains(&name)
}

#[cfg(test)]
mod tests;
