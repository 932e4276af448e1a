//! Verifies tokens and returns their claims. The application's own tokens and the access and ID tokens of other
//! issuers take the same path, and differ only in their keys and rules.

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

/// The keys of one signer, which check the signatures of tokens.
pub(crate) trait Keys {
    /// Checks that one of the keys has signed the bytes that were received (RFC 7515, section 5.2).
    ///
    /// `buffer` is scratch space for decoded parts of the token.
    ///
    /// # Errors
    ///
    /// Returns [`InvalidToken`] when the token's header is not acceptable or names none of these keys, or when
    /// the signature was made by another key or for other bytes.
    fn check_signature(
        &self,
        token: CompactToken<'_>,
        buffer: &mut PayloadBuffer,
    ) -> Result<(), InvalidToken>;
}

/// Verifies a token at the time `now`, in seconds since 1970, and returns its claims.
///
/// The signature is checked before the payload is decoded, so that no parser reads a forged payload.
///
/// # Errors
///
/// Returns [`InvalidToken`] at the first check that fails.
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

/// Returns the decoded payload of a token whose signature one of the keys made.
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
