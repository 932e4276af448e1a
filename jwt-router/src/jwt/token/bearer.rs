//! The token of the `Authorization` header.

use std::fmt;

use http::{HeaderMap, HeaderName, HeaderValue, header::AUTHORIZATION};

use super::{
    CompactToken, InvalidToken,
    alphabet::{is_b64token, is_base64url},
};

/// A token as it was sent, with nothing known about it but where it stands.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(crate) struct BearerToken<'r> {
    text: &'r [u8],
    /// The header that holds it; `None` for a token of the query.
    header: Option<&'r HeaderValue>,
}

impl<'r> BearerToken<'r> {
    /// Finds the token of the `Authorization` header ([RFC 6750, section 2.1]).
    ///
    /// The scheme is matched without regard to case ([RFC 9110, section 11.1]).
    ///
    /// # Errors
    ///
    /// Returns [`NoBearer`] when the header is missing, is there twice, or is not `Bearer`
    /// followed by something.
    ///
    /// [RFC 6750, section 2.1]: https://www.rfc-editor.org/rfc/rfc6750#section-2.1
    /// [RFC 9110, section 11.1]: https://www.rfc-editor.org/rfc/rfc9110#section-11.1
    pub(crate) fn from_headers(headers: &'r HeaderMap) -> Result<Self, NoBearer> {
        Self::in_header(headers, &AUTHORIZATION)
    }

    /// As [`from_headers`](Self::from_headers), in another header of the same grammar.
    pub(crate) fn in_header(headers: &'r HeaderMap, name: &HeaderName) -> Result<Self, NoBearer> {
        let mut values = headers.get_all(name).iter();
        let value = values.next().ok_or(NoBearer::Missing)?;
        if values.next().is_some() {
            return Err(NoBearer::Repeated);
        }
        Self::from_header(value)
    }

    /// `credentials = "Bearer" 1*SP b64token` (RFC 6750, section 2.1), all but the last.
    fn from_header(header: &'r HeaderValue) -> Result<Self, NoBearer> {
        let credentials = header.as_bytes();
        let Some((scheme, [b' ', rest @ ..])) = credentials.split_at_checked(BEARER.len()) else {
            return Err(NoBearer::of(credentials));
        };
        if !scheme.eq_ignore_ascii_case(BEARER) {
            return Err(NoBearer::of(credentials));
        }
        let start = rest.iter().position(|byte| *byte != b' ');
        let text = start
            .and_then(|start| rest.get(start..))
            .ok_or(NoBearer::Malformed)?;
        Ok(Self {
            text,
            header: Some(header),
        })
    }

    /// For the other places that a token may come from.
    pub(super) const fn new(text: &'r [u8]) -> Self {
        Self { text, header: None }
    }

    /// The header that holds the token, if one does.
    pub(crate) const fn header(self) -> Option<&'r HeaderValue> {
        self.header
    }

    /// The token's text.
    pub(crate) const fn text(self) -> &'r [u8] {
        self.text
    }

    /// Takes the token apart.
    ///
    /// A good token is looked at once; only what is none is asked whether it is a `b64token` at all.
    ///
    /// # Errors
    ///
    /// Returns [`Unusable`] when it is not three parts of base64url letters.
    pub(crate) fn take_apart(self) -> Result<CompactToken<'r>, Unusable> {
        CompactToken::parse(self.text).map_err(|fault| {
            if self.is_b64token() {
                Unusable::Token(fault)
            } else {
                Unusable::Credentials(NoBearer::Malformed)
            }
        })
    }

    /// `b64token = 1*( ALPHA / DIGIT / "-" / "." / "_" / "~" / "+" / "/" ) *"="`.
    pub(crate) fn is_b64token(self) -> bool {
        let mut letters = self.text;
        while let Some((b'=', rest)) = letters.split_last() {
            letters = rest;
        }
        // Most junk is base64url, which the library sees sooner.
        !letters.is_empty() && (is_base64url(letters) || is_b64token(letters))
    }
}

const BEARER: &[u8] = b"Bearer";

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

impl NoBearer {
    /// What credentials are that do not begin with `Bearer` and a space.
    fn of(credentials: &[u8]) -> Self {
        let end = credentials.iter().position(|byte| !is_scheme(*byte));
        let (scheme, next) = match end.and_then(|end| credentials.split_at_checked(end)) {
            Some((scheme, rest)) => (scheme, rest.first()),
            None => (credentials, None),
        };
        let is_scheme_alone = !scheme.is_empty() && matches!(next, None | Some(b' '));
        if is_scheme_alone && !scheme.eq_ignore_ascii_case(BEARER) {
            Self::OtherScheme
        } else {
            Self::Malformed
        }
    }
}

/// Why what was sent as a token cannot be taken apart.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Unusable {
    /// It is not even the letters that credentials may have.
    Credentials(NoBearer),
    /// It may be some token, and is no JWT.
    Token(InvalidToken),
}

/// `tchar`, the letters of a scheme (RFC 9110, sections 5.6.2 and 11.1).
fn is_scheme(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}
