//! Finds the token in the header `Sec-WebSocket-Protocol`, for routes that take tokens from there.
//!
//! This is the only header of a WebSocket's request that a page can choose in a browser:
//! `new WebSocket(url, ["bearer", token])`.

use http::{HeaderMap, HeaderValue, header::SEC_WEBSOCKET_PROTOCOL};

use super::{BearerToken, CompactToken};

/// The name of the protocol that the client offers before the token, and with which the server responds.
pub(crate) const BEARER_PROTOCOL: &str = "bearer";

/// Finds the token among the offered protocols: the one after `bearer`.
///
/// Other protocols may come before `bearer` and after the token, in the client's order of preference ([RFC 6455,
/// section 4.1]). Several header fields are one list ([RFC 6455, section 11.3.4]), whose empty elements are ignored
/// ([RFC 9110, section 5.6.1.2]). The name `bearer` is case-sensitive.
///
/// # Errors
///
/// Returns [`NoProtocolToken`] when `bearer` is missing, repeated or not followed by a token, or when the token is
/// repeated.
///
/// [RFC 6455, section 4.1]: https://www.rfc-editor.org/rfc/rfc6455#section-4.1
/// [RFC 6455, section 11.3.4]: https://www.rfc-editor.org/rfc/rfc6455#section-11.3.4
/// [RFC 9110, section 5.6.1.2]: https://www.rfc-editor.org/rfc/rfc9110#section-5.6.1.2
pub(crate) fn token_in_protocols(headers: &HeaderMap) -> Result<BearerToken<'_>, NoProtocolToken> {
    let mut protocols = offered(headers);
    protocols
        .find(|protocol| is_bearer(protocol))
        .ok_or(NoProtocolToken::Missing)?;
    let text = protocols.next().ok_or(NoProtocolToken::Malformed)?;
    // The name of another protocol, such as `graphql-transport-ws`, has not three parts. Each is offered once (RFC
    // 6455, section 4.1).
    let named = |protocol: &&[u8]| is_bearer(protocol) || *protocol == text;
    if CompactToken::split(text).is_none() || offered(headers).filter(named).count() != 2 {
        return Err(NoProtocolToken::Malformed);
    }
    BearerToken::from_text(text).ok_or(NoProtocolToken::Malformed)
}

/// Returns whether a request offers the protocol `bearer`, with a token or without.
pub(crate) fn offers_bearer(headers: &HeaderMap) -> bool {
    offered(headers).any(is_bearer)
}

/// Removes the token from the protocols that a request offers, so that no handler can respond with it. The other
/// protocols stay, `bearer` included.
pub(crate) fn remove_token(headers: &mut HeaderMap) {
    let mut kept = Vec::new();
    let mut is_token = false;
    for protocol in offered(headers) {
        if !is_token {
            if !kept.is_empty() {
                kept.extend_from_slice(b", ");
            }
            kept.extend_from_slice(protocol);
        }
        is_token = is_bearer(protocol);
    }
    // Parts of header values are valid in a header; if one were not, no protocol is left, and so no token.
    match HeaderValue::from_bytes(&kept) {
        Ok(kept) => drop(headers.insert(SEC_WEBSOCKET_PROTOCOL, kept)),
        Err(_) => drop(headers.remove(SEC_WEBSOCKET_PROTOCOL)),
    }
}

/// The reason why the protocols that a request offers contain no token.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum NoProtocolToken {
    /// The protocol `bearer` is not among the offered protocols.
    Missing,
    /// The protocol `bearer` or the token is offered twice, or no text with the form of a token follows `bearer`.
    Malformed,
}

/// Returns the protocols that a request offers, in their order.
fn offered(headers: &HeaderMap) -> impl Iterator<Item = &[u8]> {
    let fields = headers.get_all(SEC_WEBSOCKET_PROTOCOL).iter();
    fields
        .flat_map(|field| field.as_bytes().split(|byte| *byte == b','))
        .map(<[u8]>::trim_ascii)
        .filter(|protocol| !protocol.is_empty())
}

fn is_bearer(protocol: &[u8]) -> bool {
    protocol == BEARER_PROTOCOL.as_bytes()
}
