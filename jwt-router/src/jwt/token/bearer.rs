//! Finds the bearer token in the `Authorization` header of a request.

use std::fmt;

use http::{HeaderMap, HeaderName, HeaderValue, header::AUTHORIZATION};

use super::{
    AuthScheme, CompactToken, InvalidToken,
    alphabet::{is_b64token, is_base64url},
    scheme::is_tchar,
    split,
};

/// The text of a token as it was sent, not yet checked.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(crate) struct BearerToken<'r> {
    text: &'r [u8],
    /// The value of the header that holds the token alone or after its scheme; `None` for a token from the query, a
    /// cookie or a WebSocket's protocols.
    header: Option<&'r HeaderValue>,
}

impl<'r> BearerToken<'r> {
    /// Finds the token of the `Authorization` header ([RFC 6750, section 2.1]).
    ///
    /// The application chooses the scheme, which is `Bearer` unless configured.
    ///
    /// # Errors
    ///
    /// Returns [`NoBearer`] when the header is missing or repeated, or is not the scheme followed by a space and
    /// a text.
    ///
    /// [RFC 6750, section 2.1]: https://www.rfc-editor.org/rfc/rfc6750#section-2.1
    pub(crate) fn from_headers(
        headers: &'r HeaderMap,
        scheme: &AuthScheme,
    ) -> Result<Self, NoBearer> {
        Self::in_header(headers, &AUTHORIZATION, scheme)
    }

    /// Finds the token like [`from_headers`](Self::from_headers), in another header with the same grammar.
    pub(crate) fn in_header(
        headers: &'r HeaderMap,
        name: &HeaderName,
        scheme: &AuthScheme,
    ) -> Result<Self, NoBearer> {
        let mut values = headers.get_all(name).iter();
        let value = values.next().ok_or(NoBearer::Missing)?;
        if values.next().is_some() {
            return Err(NoBearer::Repeated);
        }
        Self::from_header(value, scheme)
    }

    /// Parses `"Bearer" 1*SP b64token` (RFC 6750, section 2.1), except the characters of the `b64token`, which
    /// [`take_apart`](Self::take_apart) checks.
    fn from_header(header: &'r HeaderValue, scheme: &AuthScheme) -> Result<Self, NoBearer> {
        let credentials = header.as_bytes();
        let rest = scheme
            .strip(credentials)
            .ok_or_else(|| NoBearer::of(credentials, scheme))?;
        let start = rest.iter().position(|byte| *byte != b' ');
        let text = start
            .and_then(|start| rest.get(start..))
            .ok_or(NoBearer::Malformed)?;
        Ok(Self {
            text,
            header: Some(header),
        })
    }

    /// Makes a token from a text that is not in the header `Authorization`; `None` if the text is empty or has
    /// characters that no token has.
    pub(crate) fn from_text(text: &'r [u8]) -> Option<Self> {
        let mut parts = split(text, b'.');
        (!text.is_empty() && parts.all(is_base64url)).then_some(Self { text, header: None })
    }

    /// Returns the token's text.
    #[cfg(any(test, feature = "google"))]
    pub(crate) const fn text(self) -> &'r [u8] {
        self.text
    }

    /// Splits the token, of at most `maximum` bytes, into its three parts.
    ///
    /// The characters of a well-formed token are checked once. Only those of a malformed token are checked a second
    /// time, to tell a malformed request (400) from an invalid token (401).
    ///
    /// # Errors
    ///
    /// Returns [`Unusable`] when the token is longer than `maximum`, or is not three parts of base64url characters.
    pub(crate) fn take_apart(self, maximum: usize) -> Result<CompactToken<'r>, Unusable> {
        match CompactToken::parse(self.text, maximum) {
            Ok(token) => Ok(token.sent_in(self.header)),
            Err(fault) if self.is_b64token() => Err(Unusable::Token(fault)),
            Err(_) => Err(Unusable::Credentials(NoBearer::Malformed)),
        }
    }

    /// Returns whether the text is a `b64token` (RFC 6750, section 2.1):
    /// `1*( ALPHA / DIGIT / "-" / "." / "_" / "~" / "+" / "/" ) *"="`.
    pub(crate) fn is_b64token(self) -> bool {
        let mut letters = self.text;
        while let Some((b'=', rest)) = letters.split_last() {
            letters = rest;
        }
        // Most malformed tokens are base64url, for which the library's vectorized check is faster.
        !letters.is_empty() && (is_base64url(letters) || is_b64token(letters))
    }
}

impl fmt::Debug for BearerToken<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("BearerToken(..)")
    }
}

/// The reason why a request has no bearer token in a header.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum NoBearer {
    /// The request does not have the header.
    Missing,
    /// The credentials are of another scheme than the application's, such as `Basic`.
    OtherScheme,
    /// The header is a JWT without a scheme, so a token that was sent wrongly. It differs from `OtherScheme`, since a
    /// public route ignores credentials of another scheme, but refuses such a token.
    NoScheme,
    /// The request has the header several times.
    Repeated,
    /// The header does not consist of the scheme and one token.
    Malformed,
}

impl NoBearer {
    /// Classifies credentials that do not begin with the application's scheme and a space.
    fn of(credentials: &[u8], expected: &AuthScheme) -> Self {
        // A JWT begins with `{"` in base64url.
        if credentials.starts_with(b"eyJ") {
            return Self::NoScheme;
        }
        let end = credentials.iter().position(|byte| !is_tchar(*byte));
        let (scheme, next) = match end.and_then(|end| credentials.split_at_checked(end)) {
            Some((scheme, rest)) => (scheme, rest.first()),
            None => (credentials, None),
        };
        let is_scheme_alone = !scheme.is_empty() && matches!(next, None | Some(b' '));
        if is_scheme_alone && !scheme.eq_ignore_ascii_case(expected.as_str().as_bytes()) {
            Self::OtherScheme
        } else {
            Self::Malformed
        }
    }
}

/// The reason why a text that was sent as a token cannot be split into three parts.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Unusable {
    /// The text has characters that no credentials may have: the request is malformed.
    Credentials(NoBearer),
    /// The text may be a token of some kind, but is not a JWT.
    Token(InvalidToken),
}
