//! From a request to one token of the right form, and what its header says.

mod alphabet;
mod bearer;
mod header;
mod held;
mod invalid;
mod query;
mod shape;
mod skip;
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
    shape::{CompactToken, MAXIMUM_LENGTH},
    skip::Skipped,
    text::Text,
};

#[cfg(test)]
mod tests;
