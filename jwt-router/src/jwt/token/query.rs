//! Finds the token in a query parameter, for routes that take tokens from the query.

use super::BearerToken;

/// Finds the token in the parameter `name` of a query string.
///
/// A character of the token may be percent-encoded: `%2E` and a dot are equivalent ([RFC 3986, section 6.2.2.2]).
/// `decoded` is the buffer for the decoded text of such a token. A percent-encoded character in the parameter's name
/// is refused and not ignored: a form decoder in the handler would find a parameter that the guard has not seen.
///
/// # Errors
///
/// Returns [`NoQueryToken`] when the parameter is missing, repeated, or not a token.
///
/// [RFC 3986, section 6.2.2.2]: https://www.rfc-editor.org/rfc/rfc3986#section-6.2.2.2
pub(crate) fn token_in_query<'q>(
    query: Option<&'q str>,
    name: &str,
    decoded: &'q mut Vec<u8>,
) -> Result<BearerToken<'q>, NoQueryToken> {
    let value = value_in_query(query, name)?;
    let text = if value.contains('%') {
        decode(value.as_bytes(), decoded);
        decoded
    } else {
        value.as_bytes()
    };
    BearerToken::from_text(text).ok_or(NoQueryToken::Malformed)
}

/// Finds the value of the parameter `name`, and returns it without decoding it.
///
/// # Errors
///
/// Returns [`NoQueryToken`] when the parameter is missing or repeated, or its name is percent-encoded.
pub(crate) fn value_in_query<'q>(
    query: Option<&'q str>,
    name: &str,
) -> Result<&'q str, NoQueryToken> {
    let mut found = Err(NoQueryToken::Missing);
    for parameter in query.unwrap_or_default().split('&') {
        let (spelling, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        if !is_decoded(spelling, name) {
            continue;
        }
        if found != Err(NoQueryToken::Missing) {
            return Err(NoQueryToken::Repeated);
        }
        found = if spelling == name {
            Ok(value)
        } else {
            Err(NoQueryToken::Malformed)
        };
    }
    found
}

/// Percent-decodes a value once, and appends it to `decoded`. A `+` is not decoded to a space: no token contains
/// a `+` or a space, so that a value with one is refused in any case.
fn decode(value: &[u8], decoded: &mut Vec<u8>) {
    let mut rest = value;
    while let Some((byte, after)) = rest.split_first() {
        let encoded = rest.starts_with(b"%").then(|| decode_first(rest));
        let (byte, after) = encoded.flatten().unwrap_or((*byte, after));
        decoded.push(byte);
        rest = after;
    }
}

/// The reason why a query string has no token.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum NoQueryToken {
    /// The query string does not have the parameter.
    Missing,
    /// The query string has the parameter several times.
    Repeated,
    /// The parameter is empty, its name is percent-encoded, or its value has characters that no token has.
    Malformed,
}

/// Returns whether a form decoder reads `spelling` as `name`: `%61uth` as `auth`, `my+token` as `my token`.
fn is_decoded(spelling: &str, name: &str) -> bool {
    let mut spelling = spelling.as_bytes();
    for expected in name.bytes() {
        let Some((byte, rest)) = decode_first(spelling) else {
            return false;
        };
        if byte != expected {
            return false;
        }
        spelling = rest;
    }
    spelling.is_empty()
}

fn decode_first(spelling: &[u8]) -> Option<(u8, &[u8])> {
    match spelling {
        [b'%', high, low, rest @ ..] => match (hex(*high), hex(*low)) {
            (Some(high), Some(low)) => Some((high << 4 | low, rest)),
            _ => spelling.split_first().map(|(byte, rest)| (*byte, rest)),
        },
        [b'+', rest @ ..] => Some((b' ', rest)),
        _ => spelling.split_first().map(|(byte, rest)| (*byte, rest)),
    }
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit)
        .to_digit(16)
        .and_then(|value| u8::try_from(value).ok())
}
