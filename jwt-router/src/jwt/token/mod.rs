//! Finds the token of a request, checks its form, and reads its header.

mod alphabet;
mod bearer;
mod header;
mod held;
mod invalid;
mod query;
mod scheme;
mod shape;
mod skip;
mod split;
mod subprotocol;
mod text;

#[cfg(feature = "jwks")]
pub(crate) use self::header::ForeignHeader;
#[cfg(feature = "google")]
pub(crate) use self::header::has_readable_part;
pub(crate) use self::{
    bearer::{BearerToken, NoBearer, Unusable},
    header::{JoseHeader, KnownHeader},
    held::HeldClaims,
    invalid::InvalidToken,
    query::{NoQueryToken, token_in_query, value_in_query},
    scheme::AuthScheme,
    shape::{CompactToken, DEFAULT_MAXIMUM_LENGTH},
    skip::Skipped,
    split::split,
    subprotocol::{
        BEARER_PROTOCOL, NoProtocolToken, offers_bearer, remove_token, token_in_protocols,
    },
    text::Text,
};

#[cfg(test)]
mod tests;
