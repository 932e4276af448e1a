//! The token of a query parameter, for the routes that ask for one.

use super::{BearerToken, alphabet::is_base64url};

/// Takes the token from the parameter `name` of a query string, which is not decoded.
///
/// The letters of a token are never percent-encoded, nor are those of a parameter's name: whoever
/// does so spells the parameter for one reader and hides it from another.
///
/// # Errors
///
/// Returns [`NoQueryToken`] when there is no such parameter, there are several, or it is no token.
pub(crate) fn token_in_query<'q>(
    query: Option<&'q str>,
    name: &str,
) -> Result<BearerToken<'q>, NoQueryToken> {
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
            read(value)
        } else {
            Err(NoQueryToken::Malformed)
        };
    }
    found
}

/// Why there is no token in a query string.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum NoQueryToken {
    /// There is no such parameter.
    Missing,
    /// There are several such parameters.
    Repeated,
    /// The parameter is empty, encoded, or has letters that no token has.
    Malformed,
}

fn read(value: &str) -> Result<BearerToken<'_>, NoQueryToken> {
    let mut parts = value.split('.');
    if value.is_empty() || !parts.all(|part| is_base64url(part.as_bytes())) {
        return Err(NoQueryToken::Malformed);
    }
    Ok(BearerToken::new(value.as_bytes()))
}

/// Whether a form decoder reads `spelling` as `name` (`%61uth`, `my+token`).
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
