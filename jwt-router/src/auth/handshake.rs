//! Requests for WebSockets, which may hold the token in `Sec-WebSocket-Protocol`.

use http::{HeaderMap, HeaderValue, Method, StatusCode, Version, header};

use super::{Head, Refusal, RouteGuard};
use crate::jwt::token::{
    BEARER_PROTOCOL, BearerToken, NoProtocolToken, offers_bearer, token_in_protocols,
};

impl RouteGuard {
    /// Returns the token in the header `Sec-WebSocket-Protocol`, or the refusal of a malformed token. Returns `None`
    /// if the header has no token, if the request opens no WebSocket, or if the route accepts no token in this header.
    pub(super) fn token_in_protocols<'r>(
        &self,
        head: Head<'r>,
    ) -> Option<Result<BearerToken<'r>, Refusal>> {
        self.opening(head)?;
        match token_in_protocols(head.headers()) {
            Err(NoProtocolToken::Missing) => None,
            found => Some(found.map_err(Refusal::from)),
        }
    }

    /// Returns the status by which a response opens the WebSocket (101 in HTTP/1.1, 200 in HTTP/2), for a request whose
    /// `Sec-WebSocket-Protocol` has the protocol `bearer`, which precedes a token. A response with this status has to
    /// name one of the protocols in that header. Returns `None` for other requests, and if the route accepts no tokens
    /// in that header.
    pub(crate) fn opening_by_token(&self, head: Head<'_>) -> Option<StatusCode> {
        let opening = self.opening(head)?;
        offers_bearer(head.headers()).then_some(opening)
    }

    /// Returns the status by which a response opens the WebSocket that this request asks for: 101 in HTTP/1.1, 200 in
    /// HTTP/2. Returns `None` if the request asks for no WebSocket, or if the route accepts no tokens in
    /// `Sec-WebSocket-Protocol`, so that the guard does not read this header.
    pub(super) fn opening(&self, head: Head<'_>) -> Option<StatusCode> {
        self.transports.websocket.then(|| opening(head))?
    }
}

/// Returns the status by which a response opens the WebSocket that this request asks for: 101 in HTTP/1.1, 200 in
/// HTTP/2. Returns `None` if the request asks for no WebSocket.
fn opening(head: Head<'_>) -> Option<StatusCode> {
    if head.version() <= Version::HTTP_11 {
        // RFC 6455, section 4.1.
        let upgrades = head.method() == Method::GET && upgrades_to_websocket(head.headers());
        return upgrades.then_some(StatusCode::SWITCHING_PROTOCOLS);
    }
    // RFC 8441, section 5. The pseudo-header `:protocol` is an extension of a type of hyper's feature `http2`, which
    // this crate does not depend on. Every WebSocket has this header, and other protocols have not.
    let connects = head.method() == Method::CONNECT
        && head.headers().contains_key(header::SEC_WEBSOCKET_VERSION);
    connects.then_some(StatusCode::OK)
}

fn upgrades_to_websocket(headers: &HeaderMap) -> bool {
    let fields = headers.get_all(header::UPGRADE).iter();
    let mut protocols = fields.flat_map(|field| field.as_bytes().split(|byte| *byte == b','));
    protocols.any(|protocol| protocol.trim_ascii().eq_ignore_ascii_case(b"websocket"))
}

/// Sets `Sec-WebSocket-Protocol: bearer` on the response, unless the handler has chosen another protocol. A client
/// that offered protocols, one of them to send its token, closes a WebSocket whose response names none of them.
pub(super) fn answer_bearer(headers: &mut HeaderMap) {
    if let header::Entry::Vacant(vacant) = headers.entry(header::SEC_WEBSOCKET_PROTOCOL) {
        vacant.insert(HeaderValue::from_static(BEARER_PROTOCOL));
    }
}
