//! The second part of a token, read without a copy.

use std::fmt;

use super::{
    ClaimValues, NumericDate, RequiredClaims, Rules, TableIndex, found::Found, reader, scan,
};
use crate::jwt::token::InvalidToken;

/// The entities that a token may be of, and what is read of it beside them.
pub(crate) trait Tables {
    /// The entity whose table has this name: its index, and the name of its key claim.
    fn find(&self, table: &str) -> Option<(TableIndex, &'static str)>;

    /// The claims that are read beside those of every token; none by default.
    fn required(&self) -> Option<&RequiredClaims> {
        None
    }

    /// Whether another issuer wrote the tokens; known when it is compiled, so that tokens of ours
    /// are not asked.
    const IS_FOREIGN: bool = false;
}

/// What is expected of a token, and read of it.
pub(crate) struct Expected<'e, T: ?Sized> {
    pub(crate) rules: Rules<'e>,
    pub(crate) tables: &'e T,
}

/// What a token says, of which only the dates are still to be checked.
#[derive(Clone)]
pub(crate) struct Claims<'b> {
    /// The index of the entity, as [`Tables`] gave it.
    pub(crate) table: TableIndex,
    /// The entity's key, as the JSON text of a string or a number.
    pub(crate) key: &'b str,
    pub(crate) expires: NumericDate,
    pub(crate) not_before: Option<NumericDate>,
    pub(crate) issued_at: Option<NumericDate>,
    /// The values of the [required](Tables::required) claims.
    pub(crate) required: ClaimValues<'b>,
}

impl<'b> Claims<'b> {
    /// Reads a payload whose signature has been checked.
    ///
    /// # Errors
    ///
    /// Returns [`InvalidToken`] when the payload is not one JSON object in UTF-8, when a claim that
    /// is read is missing, has the wrong type or is there twice, or when the token is not for us.
    pub(crate) fn read<T: Tables + ?Sized>(
        payload: &'b [u8],
        expected: &Expected<'_, T>,
    ) -> Result<Self, InvalidToken> {
        // The scan knows the payloads of our own signer.
        if !T::IS_FOREIGN
            && let Some(claims) = Self::scan(payload, expected)
        {
            return Ok(claims);
        }
        Self::parse(payload, expected)
    }

    /// Reads a good payload of the usual form; of any other it says nothing.
    pub(crate) fn scan<T: Tables + ?Sized>(
        payload: &'b [u8],
        expected: &Expected<'_, T>,
    ) -> Option<Self> {
        let mut found = Found::new(expected, None);
        scan::scan(payload, &mut found)?;
        if let Some(known) = found.knowing_table() {
            found = known;
            scan::scan(payload, &mut found)?;
        }
        found.finish().ok()
    }

    /// Reads any payload.
    pub(crate) fn parse<T: Tables + ?Sized>(
        payload: &'b [u8],
        expected: &Expected<'_, T>,
    ) -> Result<Self, InvalidToken> {
        let payload = str::from_utf8(payload).map_err(|_| InvalidToken::Payload)?;
        let mut found = Found::new(expected, None);
        reader::read(payload, &mut found)?;
        if let Some(known) = found.knowing_table() {
            found = known;
            reader::read(payload, &mut found)?;
        }
        found.finish()
    }
}

/// Shows nothing of the token.
impl fmt::Debug for Claims<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Claims(..)")
    }
}
