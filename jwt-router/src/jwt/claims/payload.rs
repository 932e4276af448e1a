//! Reads the payload of a token into claims that borrow from it.

use std::fmt;

use super::{
    ClaimValues, ClaimedVersion, NumericDate, RequiredClaims, Rules, TableIndex,
    found::FoundClaims, reader, scan,
};
use crate::jwt::token::InvalidToken;

/// The entities' tables that a token may name in `table_name`, and the claims, such as `scope`, that are read in
/// addition to those of every token.
pub(crate) trait Tables {
    /// Returns the index of the table with this name, and the name of its key claim.
    fn find(&self, table: &str) -> Option<(TableIndex, &'static str)>;

    /// Returns the claims that are read in addition to those of every token; `None` by default.
    fn required(&self) -> Option<&RequiredClaims> {
        None
    }

    /// Whether the tokens are those of another issuer. It is a constant, so that the code for the application's own
    /// tokens is compiled without the checks for tokens of other issuers.
    const IS_FOREIGN: bool = false;
}

/// The rules that a token's claims have to meet, and the tables that its `table_name` may name.
pub(crate) struct Expected<'e, T: ?Sized> {
    pub(crate) rules: Rules<'e>,
    pub(crate) tables: &'e T,
}

/// The claims of a token. They meet the [`Rules`], except those for dates, which are checked later since they depend on
/// the current time.
#[derive(Clone)]
pub(crate) struct Claims<'b> {
    /// The index of the entity's table, from [`Tables::find`].
    pub(crate) table: TableIndex,
    /// The entity's key, as the JSON text of a string or a number.
    pub(crate) key: &'b str,
    pub(crate) expires: NumericDate,
    pub(crate) not_before: Option<NumericDate>,
    pub(crate) issued_at: Option<NumericDate>,
    pub(crate) version: Option<ClaimedVersion<&'b str>>,
    /// The values of the [required](Tables::required) claims.
    pub(crate) required: ClaimValues<'b>,
}

impl<'b> Claims<'b> {
    /// Reads a payload whose signature has been checked.
    ///
    /// # Errors
    ///
    /// Returns [`InvalidToken`] when the payload is not one JSON object in UTF-8, when a claim that is read is
    /// missing, repeated or of a wrong type, when the table is unknown, or when a claim other than a date breaks the
    /// rules, such as an issuer or an audience that is not configured.
    pub(crate) fn read<T: Tables + ?Sized>(
        payload: &'b [u8],
        expected: &Expected<'_, T>,
    ) -> Result<Self, InvalidToken> {
        // The scan reads the payloads of our own signer without a JSON parser. It gives up at the claims that
        // only other issuers' tokens have.
        if !T::IS_FOREIGN
            && let Some(claims) = Self::scan(payload, expected)
        {
            return Ok(claims);
        }
        Self::parse(payload, expected)
    }

    /// Reads a valid payload of the form that signers usually write, without a JSON parser; `None` for every other
    /// payload, valid or not.
    pub(crate) fn scan<T: Tables + ?Sized>(
        payload: &'b [u8],
        expected: &Expected<'_, T>,
    ) -> Option<Self> {
        let mut found = FoundClaims::new(expected, None);
        scan::scan(payload, &mut found)?;
        if let Some(known) = found.knowing_table() {
            found = known;
            scan::scan(payload, &mut found)?;
        }
        found.finish().ok()
    }

    /// Reads a payload of any form, with a JSON parser.
    pub(crate) fn parse<T: Tables + ?Sized>(
        payload: &'b [u8],
        expected: &Expected<'_, T>,
    ) -> Result<Self, InvalidToken> {
        let payload = str::from_utf8(payload).map_err(|_| InvalidToken::Payload)?;
        let mut found = FoundClaims::new(expected, None);
        reader::read(payload, &mut found)?;
        if let Some(known) = found.knowing_table() {
            found = known;
            reader::read(payload, &mut found)?;
        }
        found.finish()
    }
}

/// Prints the type's name only: claims must not reach the log.
impl fmt::Debug for Claims<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Claims(..)")
    }
}
