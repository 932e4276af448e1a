//! The token of the `Authorization` header.

use std::fmt;

use http::{HeaderMap, header::AUTHORIZATION};

use super::alphabet::{b64token, is_all};

/// A token as it was sent, with nothing known about it but its letters.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(crate) struct BearerToken<'r>(&'r str);

impl<'r> BearerToken<'r> {
    /// Takes the token from the `Authorization` header ([RFC 6750, section 2.1]).
    ///
    /// The scheme is matched without regard to case ([RFC 9110, section 11.1]).
    ///
    /// # Errors
    ///
    /// Returns [`NoBearer`] when the header is missing, is there twice, or is not `Bearer`
    /// followed by one token.
    ///
    /// [RFC 6750, section 2.1]: https://www.rfc-editor.org/rfc/rfc6750#section-2.1
    /// [RFC 9110, section 11.1]: https://www.rfc-editor.org/rfc/rfc9110#section-11.1
    pub(crate) fn from_headers(headers: &'r HeaderMap) -> Result<Self, NoBearer> {
        let mut values = headers.get_all(AUTHORIZATION).iter();
        let value = values.next().ok_or(NoBearer::Missing)?;
        if values.next().is_some() {
            return Err(NoBearer::Repeated);
        }
        Self::from_credentials(value.as_bytes())
    }

    /// `credentials = "Bearer" 1*SP b64token` (RFC 6750, section 2.1).
    fn from_credentials(credentials: &'r [u8]) -> Result<Self, NoBearer> {
        let end = credentials
            .iter()
            .position(|byte| !is_scheme(*byte))
            .unwrap_or(credentials.len());
        let (scheme, token) = credentials
            .split_at_checked(end)
            .ok_or(NoBearer::Malformed)?;
        if scheme.is_empty() || !matches!(token.first(), None | Some(b' ')) {
            return Err(NoBearer::Malformed);
        }
        if !scheme.eq_ignore_ascii_case(b"Bearer") {
            return Err(NoBearer::OtherScheme);
        }
        let start = token
            .iter()
            .position(|byte| *byte != b' ')
            .ok_or(NoBearer::Malformed)?;
        token
            .get(start..)
            .and_then(Self::from_b64token)
            .ok_or(NoBearer::Malformed)
    }

    /// `b64token = 1*( ALPHA / DIGIT / "-" / "." / "_" / "~" / "+" / "/" ) *"="`.
    fn from_b64token(token: &'r [u8]) -> Option<Self> {
        let mut letters = token;
        while let Some((b'=', rest)) = letters.split_last() {
            letters = rest;
        }
        if letters.is_empty() || !is_all(letters, b64token) {
            return None;
        }
        str::from_utf8(token).ok().map(Self)
    }

    /// For the other places that a token may come from.
    pub(super) const fn new(token: &'r str) -> Self {
        Self(token)
    }

    pub(crate) const fn as_str(self) -> &'r str {
        self.0
    }
}

impl fmt::Debug for BearerToken<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("BearerToken(..)")
    }
}

/// Why there is no token in the `Authorization` header.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum NoBearer {
    /// There is no such header.
    Missing,
    /// The credentials are of another scheme, such as `Basic`.
    OtherScheme,
    /// There are several such headers.
    Repeated,
    /// The header is not `Bearer` and one token.
    Malformed,
}

/// `tchar`, the letters of a scheme (RFC 9110, sections 5.6.2 and 11.1).
fn is_scheme(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}
