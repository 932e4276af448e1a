//! From a token to the claims it makes, if they can be trusted: one way for tokens of ours, and for
//! access and ID tokens of other issuers.

mod buffer;
#[cfg(feature = "jwks")]
mod issuer_keys;
mod own;

#[cfg(feature = "jwks")]
pub(crate) use self::issuer_keys::{Header, IssuerKeys};
pub(crate) use self::{buffer::PayloadBuffer, own::Verifier};
use crate::jwt::{
    claims::{Claims, Expected, Tables},
    token::{CompactToken, InvalidToken},
};

/// Keys that check the signatures of tokens.
pub(crate) trait Keys {
    /// Checks that one of the keys has signed the bytes that were received (RFC 7515, section 5.2).
    ///
    /// `buffer` is room for decoding parts of the token.
    ///
    /// # Errors
    ///
    /// Returns [`InvalidToken`] when the header is not acceptable, names no key of these, or the
    /// signature is of another key or other bytes.
    fn check_signature(
        &self,
        token: CompactToken<'_>,
        buffer: &mut PayloadBuffer,
    ) -> Result<(), InvalidToken>;
}

/// Checks a token at the time `now`, in seconds since 1970.
///
/// # Errors
///
/// Returns [`InvalidToken`] at the first check that fails; the payload is not looked at before the
/// signature is known to be good.
pub(crate) fn verify<'b, T: Tables + ?Sized>(
    token: CompactToken<'_>,
    keys: &impl Keys,
    expected: &Expected<'_, T>,
    now: i64,
    buffer: &'b mut PayloadBuffer,
) -> Result<Claims<'b>, InvalidToken> {
    let payload = signed_payload(token, keys, buffer)?;
    read_claims(payload, expected, now)
}

/// Returns the payload of a token, decoded, if one of the keys signed it.
pub(crate) fn signed_payload<'b>(
    token: CompactToken<'_>,
    keys: &impl Keys,
    buffer: &'b mut PayloadBuffer,
) -> Result<&'b [u8], InvalidToken> {
    keys.check_signature(token, buffer)?;
    buffer.decode(token.payload).ok_or(InvalidToken::Encoding)
}

/// Reads the claims of a payload whose signature is good, and checks them at the time `now`.
pub(crate) fn read_claims<'b, T: Tables + ?Sized>(
    payload: &'b [u8],
    expected: &Expected<'_, T>,
    now: i64,
) -> Result<Claims<'b>, InvalidToken> {
    let claims = Claims::read(payload, expected)?;
    expected.rules.check_dates(&claims, now)?;
    Ok(claims)
}

#[cfg(test)]
mod tests;
