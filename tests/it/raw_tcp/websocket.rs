//! WebSockets of axum, opened by a token in `Sec-WebSocket-Protocol`.

use axum::{extract::WebSocketUpgrade, response::Response};
use jwt_router::{App, prelude::*};
use jwt_router_tests::{User, ada, jwt, token};

use super::server::Server;

#[protected(GET, "/live", websocket, register = false)]
async fn live(g: G<User>, upgrade: WebSocketUpgrade) -> Response {
    let upgrade = upgrade.protocols(["chat"]);
    upgrade.on_upgrade(async move |mut socket| {
        drop(socket.send(g.name.clone().into()).await);
    })
}

fn app() -> App {
    jwt().app_with((), routes![live]).build().unwrap()
}

/// Opens a WebSocket with these offered protocols, and returns all that the server sends.
fn open(server: &Server, offered: &str) -> String {
    let request = format!(
        "GET /live HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: {offered}\r\n\r\n"
    );
    server.say(request.as_bytes())
}

/// Checks that Ada's WebSocket is opened with this protocol, and that nothing holds the token.
#[track_caller]
fn check(offered: &str, protocol: &str) {
    let good = token(&ada());
    let answer = open(&Server::start(app()), &offered.replace("TOKEN", &good));
    let answer = answer.to_ascii_lowercase();
    assert!(answer.starts_with("http/1.1 101 "), "{answer}");
    let header = format!("\r\nsec-websocket-protocol: {protocol}\r\n");
    assert!(answer.contains(&header), "{answer}");
    assert_eq!(answer.matches("sec-websocket-protocol").count(), 1);
    assert!(!answer.contains(&good.to_ascii_lowercase()));
    assert!(answer.contains("ada"), "{answer}");
}

#[test]
fn axum_opens_a_websocket_without_choosing_a_protocol() {
    check("bearer, TOKEN", "bearer");
}

#[test]
fn axum_opens_a_websocket_with_the_protocol_that_the_handler_knows() {
    check("bearer, TOKEN, chat", "chat");
}
