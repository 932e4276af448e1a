/// The scheme of the credentials that hold a token: the word before the token in the `Authorization` header
/// ([RFC 9110, section 11.1]).
///
/// `Bearer` is a variant of its own, so that the usual comparison is with a constant.
///
/// [RFC 9110, section 11.1]: https://www.rfc-editor.org/rfc/rfc9110#section-11.1
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum AuthScheme {
    Bearer,
    Other(Box<str>),
}

/// The scheme of RFC 6750.
const BEARER: &str = "Bearer";

/// The schemes whose credentials have another form, from [IANA's registry], and the scheme of AWS.
///
/// [IANA's registry]: https://www.iana.org/assignments/http-authschemes/http-authschemes.xhtml
const TAKEN: &[&str] = &[
    "AWS4-HMAC-SHA256",
    "Basic",
    "Concealed",
    "Digest",
    "DPoP",
    "GNAP",
    "HOBA",
    "Mutual",
    "Negotiate",
    "NTLM",
    "OAuth",
    "PrivateToken",
    "SCRAM-SHA-1",
    "SCRAM-SHA-256",
    "vapid",
];

impl AuthScheme {
    /// Parses the name of a scheme, which has the syntax `token` of RFC 9110, section 5.6.2.
    ///
    /// # Errors
    ///
    /// Returns the rule that the name breaks, as the text of an error message.
    pub(crate) fn parse(name: &str) -> Result<Self, &'static str> {
        if name.is_empty() {
            return Err("it is empty: write one word, or do not set it");
        }
        if !name.bytes().all(is_tchar) {
            return Err(
                "a scheme is one word of ASCII letters, digits and `-`, without a space or a colon (RFC 9110, section 11.1)",
            );
        }
        if TAKEN.iter().any(|taken| taken.eq_ignore_ascii_case(name)) {
            return Err(
                "this scheme has credentials of another form: leave `Bearer`, or write a name of your own",
            );
        }
        if name.eq_ignore_ascii_case(BEARER) {
            return Ok(Self::Bearer);
        }
        Ok(Self::Other(name.into()))
    }

    pub(crate) fn as_str(&self) -> &str {
        match self {
            Self::Bearer => BEARER,
            Self::Other(name) => name,
        }
    }

    /// Returns the text after the scheme and the first space; `None` if the credentials do not begin with both.
    ///
    /// The scheme is matched without regard to case (RFC 9110, section 11.1).
    pub(super) fn strip<'c>(&self, credentials: &'c [u8]) -> Option<&'c [u8]> {
        match self {
            Self::Bearer => strip(credentials, BEARER),
            Self::Other(name) => strip(credentials, name),
        }
    }
}

/// Removes the scheme and the space after it. It is inlined, so that the length of `Bearer` is a constant.
#[inline]
fn strip<'c>(credentials: &'c [u8], name: &str) -> Option<&'c [u8]> {
    let Some((scheme, [b' ', rest @ ..])) = credentials.split_at_checked(name.len()) else {
        return None;
    };
    scheme.eq_ignore_ascii_case(name.as_bytes()).then_some(rest)
}

/// Returns whether a byte is a `tchar`, of which the name of a scheme consists (RFC 9110, sections 5.6.2 and
/// 11.1).
pub(super) fn is_tchar(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}
