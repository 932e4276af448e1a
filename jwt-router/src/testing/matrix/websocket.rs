//! Requests of the test matrix for WebSockets, with the token in `Sec-WebSocket-Protocol`.

use http::{HeaderName, Method, header};

use super::{
    caller::CallerKind, failure::MatrixFailure, judge::Findings, judge::Judge, row::Row,
    send::MatrixRequest, token::Flaw,
};

impl Judge<'_> {
    /// Returns whether any route takes tokens from `Sec-WebSocket-Protocol`.
    pub(super) fn has_websockets(&self) -> bool {
        let mut lines = self.lines.required.iter().flatten();
        lines.any(|line| line.policy.transports.websocket)
    }

    /// Returns requests for a WebSocket, with a valid token among the protocols that the request offers. If the
    /// route takes tokens from the protocols, returns one request with the token only there, and one with the
    /// token in a header too, which the guard must refuse. Otherwise, returns one request, which the guard must
    /// refuse like a request without a token. Returns no requests for a route with another method than `GET`.
    pub(super) async fn in_protocols(
        &self,
        row: &Row<'_>,
        found: &mut Findings<'_>,
    ) -> Result<Vec<MatrixRequest>, MatrixFailure> {
        let position = self.best(row).filter(|_| row.method == Method::GET);
        let Some(position) = position else {
            return Ok(Vec::new());
        };
        let token = self.token(row, position, Flaw::None, found).await?;
        let Some(token) = token else {
            return Ok(Vec::new());
        };
        let offering = |probe| MatrixRequest {
            headers: handshake(&token),
            words: CallerKind::WebSocket.words(&self.people),
            ..probe
        };
        if !row.required.policy.transports.websocket {
            let unread = self.probe(row, CallerKind::NoToken, None, Vec::new());
            return Ok(vec![offering(unread)]);
        }
        let known = self.probe(row, CallerKind::WebSocket, Some(position), Vec::new());
        let twice = vec![token.clone()];
        let twice = self.probe(row, CallerKind::TwoTokens, Some(position), twice);
        Ok(vec![
            offering(known),
            MatrixRequest {
                headers: handshake(&token),
                ..twice
            },
        ])
    }
}

/// Returns the headers by which a browser requests a WebSocket and offers the token as one of the protocols
/// ([RFC 6455, section 4.1]).
///
/// [RFC 6455, section 4.1]: https://www.rfc-editor.org/rfc/rfc6455#section-4.1
fn handshake(token: &str) -> Vec<(HeaderName, String)> {
    let text = str::to_owned;
    vec![
        (header::CONNECTION, text("Upgrade")),
        (header::UPGRADE, text("websocket")),
        (header::SEC_WEBSOCKET_VERSION, text("13")),
        (header::SEC_WEBSOCKET_KEY, text("dGhlIHNhbXBsZSBub25jZQ==")),
        (header::SEC_WEBSOCKET_PROTOCOL, format!("bearer, {token}")),
    ]
}
