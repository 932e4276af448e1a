//! Verifies ID tokens, by which an issuer confirms a user's login.

use serde::de::DeserializeOwned;
use serde_json::error::Category;

use super::{JwsError, RemoteKeys};
use crate::jwt::{
    claims::{Expected, Rules, TableIndex, Tables},
    token::{CompactToken, InvalidToken},
    verify::{Header, IssuerKeys, PayloadBuffer, read_claims, signed_payload},
};

/// Verifies an ID token of at most `maximum` bytes at the time `now`, in seconds since 1970, and deserializes its
/// claims.
///
/// # Errors
///
/// Returns [`JwsError::Token`] when the token is too long, invalid or meant for another client, or when its claims are
/// not those of `C`. Returns [`JwsError::Unavailable`] or [`JwsError::UnknownKey`] when the issuer's keys cannot be
/// fetched.
pub(crate) async fn verify_id_token<C: DeserializeOwned>(
    token: &[u8],
    maximum: usize,
    keys: &RemoteKeys,
    rules: Rules<'_>,
    now: i64,
) -> Result<C, JwsError> {
    let token = CompactToken::parse(token, maximum)?;
    let header = Header::read(token)?;
    rules.check_type(header.is_access_token)?;
    let keys = keys.signing(token, &header).await?;
    let keys = IssuerKeys {
        header: &header,
        keys: &keys,
    };
    let mut buffer = PayloadBuffer::new();
    let payload = signed_payload(token, &keys, &mut buffer)?;
    let tables = &NoTables;
    read_claims(payload, &Expected { rules, tables }, now)?;
    let claims = serde_json::from_slice(payload).map_err(|error| match error.classify() {
        Category::Data => InvalidToken::ClaimType,
        Category::Io | Category::Syntax | Category::Eof => InvalidToken::Payload,
    })?;
    Ok(claims)
}

/// The entity types that an ID token may name: none, because its subject is a user of the issuer.
struct NoTables;

impl Tables for NoTables {
    const IS_FOREIGN: bool = true;

    fn find(&self, _table: &str) -> Option<(TableIndex, &'static str)> {
        None
    }
}
