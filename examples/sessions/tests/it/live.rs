//! Who opens the WebSocket. `browser/` has the messages, and the end.

use axum::http::StatusCode;

use crate::service::{ACCESS, Service};

const HANDSHAKE: [(&str, &str); 4] = [
    ("connection", "upgrade"),
    ("upgrade", "websocket"),
    ("sec-websocket-version", "13"),
    ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="),
];

/// The handler is called, and cannot upgrade: these tests have no connection.
const ADMITTED: StatusCode = StatusCode::UPGRADE_REQUIRED;

/// Opens the WebSocket with these headers, in a browser with cookies or without.
async fn check(has_cookies: bool, headers: &[(&str, &str)], expected: StatusCode) {
    let service = Service::start().await;
    let mut browser = service.registered("ada").await;
    let protocols = format!("bearer, {}", browser.cookies[ACCESS]);
    if !has_cookies {
        browser.cookies.clear();
    }
    let mut sent = HANDSHAKE.to_vec();
    sent.extend(headers.iter().map(|(name, value)| match *value {
        "bearer, TOKEN" => (*name, protocols.as_str()),
        value => (*name, value),
    }));
    let reply = browser.send_with(&sent, "GET", "/api/v1/live", "").await;
    assert_eq!(reply.status, expected, "{headers:?}: {}", reply.text);
}

#[tokio::test]
async fn a_page_opens_it_with_its_cookie() {
    check(true, &[("sec-fetch-site", "same-origin")], ADMITTED).await;
}

#[tokio::test]
async fn a_page_of_another_origin_does_not_open_it_with_the_cookie() {
    for site in ["same-site", "cross-site"] {
        check(true, &[("sec-fetch-site", site)], StatusCode::FORBIDDEN).await;
    }
    let other = [("host", "localhost:3000"), ("origin", "http://localhost:1")];
    check(true, &other, StatusCode::FORBIDDEN).await;
}

#[tokio::test]
async fn a_client_without_cookies_opens_it_with_its_token() {
    let protocols = ("sec-websocket-protocol", "bearer, TOKEN");
    check(false, &[protocols], ADMITTED).await;
}

#[tokio::test]
async fn nobody_opens_it_without_a_token() {
    check(false, &[], StatusCode::UNAUTHORIZED).await;
}
