//! Bytes that no client library sends, over a real socket: the guarded body never comes back.

mod server;
mod websocket;

use axum::Router;
use jwt_router::{App, prelude::*};
use jwt_router_tests::{ada, builder, token};

use self::server::Server;

#[whitelist(POST, "/register", register = false)]
async fn open_register() -> &'static str {
    "open"
}

#[whitelist(GET, "/posts/{id}", register = false)]
async fn open_post() -> &'static str {
    "open"
}

#[protected(GET, "/posts/{id}/drafts/secret", register = false)]
async fn drafts() -> &'static str {
    "marker"
}

#[protected([GET, POST, DELETE], "/secret", register = false)]
async fn secret() -> &'static str {
    "marker"
}

#[protected(GET, "/query", query = "auth", register = false)]
async fn query() -> &'static str {
    "marker"
}

fn app() -> jwt_router::AppBuilder {
    let jwt = builder().api_name("/api").build().unwrap();
    jwt.app_with((), routes![open_register, open_post, drafts, secret, query])
}

/// The same, with a fallback that answers whatever is not routed.
fn app_with_fallback() -> App {
    let by_hand = Router::new().fallback(|| async { "marker" });
    app().merge(by_hand).build().unwrap()
}

/// A request line and headers, as a whole request.
fn whole(line: &str, headers: &str) -> Vec<u8> {
    format!("{line}\r\nHost: localhost\r\nConnection: close\r\n{headers}\r\n").into_bytes()
}

/// Checks the status, and that the guarded body is in no answer.
#[track_caller]
fn check(server: &Server, line: &str, headers: &str, expected: &[u16]) {
    let answer = server.say(&whole(line, headers));
    let status = answer.get(9..12).and_then(|status| status.parse().ok());
    let shown = headers.get(..200).unwrap_or(headers);
    assert!(!answer.contains("marker"), "{line} {shown:?}:\n{answer}");
    assert!(
        expected.contains(&status.unwrap_or_default()),
        "{line} {shown:?}:\n{answer}"
    );
}

#[test]
fn a_real_server_answers() {
    let server = Server::start(app().build().unwrap());
    let bearer = format!("Authorization: Bearer {}\r\n", token(&ada()));
    let answer = server.say(&whole("GET /api/secret HTTP/1.1", &bearer));
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    assert!(answer.ends_with("\r\n\r\nmarker"), "{answer}");
    let answer = server.say(&whole("GET /api/secret HTTP/1.1", ""));
    assert!(
        answer.starts_with("HTTP/1.1 401 Unauthorized\r\n"),
        "{answer}"
    );
    assert!(
        answer.contains("\r\nwww-authenticate: Bearer\r\n"),
        "{answer}"
    );
    let answer = server.say(&whole("POST /api/register HTTP/1.1", ""));
    assert!(answer.ends_with("\r\n\r\nopen"), "{answer}");
}

/// Request lines, and what they get without and with a fallback.
const LINES: &[(&str, u16, u16)] = &[
    ("GET /api/secret HTTP/1.1", 401, 401),
    ("HEAD /api/secret HTTP/1.1", 401, 401),
    ("POST /api/secret HTTP/1.1", 401, 401),
    ("OPTIONS /api/secret HTTP/1.1", 405, 405),
    ("PUT /api/secret HTTP/1.1", 405, 405),
    ("PURGE /api/secret HTTP/1.1", 405, 405),
    ("get /api/secret HTTP/1.1", 405, 405),
    ("Get /api/secret HTTP/1.1", 405, 405),
    ("GET /api/secret HTTP/1.0", 401, 401),
    ("GET /api/secret?x=/api/posts/1 HTTP/1.1", 401, 401),
    ("GET /api/%73ecret HTTP/1.1", 404, 401),
    ("POST /api/%72egister HTTP/1.1", 404, 401),
    ("GET /%61pi/secret HTTP/1.1", 404, 401),
    ("GET //api/secret HTTP/1.1", 404, 401),
    ("GET /api//secret HTTP/1.1", 404, 401),
    ("GET /api/secret/ HTTP/1.1", 404, 401),
    ("GET /api/secret/. HTTP/1.1", 404, 401),
    ("GET /api/secret/.. HTTP/1.1", 404, 401),
    ("GET /api/x/../secret HTTP/1.1", 404, 401),
    ("GET /api/./secret HTTP/1.1", 404, 401),
    ("GET /api/posts/../secret HTTP/1.1", 404, 401),
    ("GET /API/secret HTTP/1.1", 404, 401),
    ("GET /api/SECRET HTTP/1.1", 404, 401),
    ("GET /api%2Fsecret HTTP/1.1", 404, 401),
    ("GET /api/secret%00 HTTP/1.1", 404, 401),
    ("GET /api/secret%20 HTTP/1.1", 404, 401),
    ("GET /api/secret; HTTP/1.1", 404, 401),
    ("GET /api/secret;.css HTTP/1.1", 404, 401),
    ("GET /api/secret.json HTTP/1.1", 404, 401),
    ("GET /api\\secret HTTP/1.1", 404, 401),
    ("GET /api/posts/1/drafts/secret HTTP/1.1", 401, 401),
    ("GET /api/posts/1%2Fdrafts%2Fsecret HTTP/1.1", 404, 404),
    ("GET /api/posts/%2e%2e HTTP/1.1", 404, 404),
    ("GET /api/posts//drafts/secret HTTP/1.1", 401, 401),
    ("GET http://localhost/api/secret HTTP/1.1", 401, 401),
    ("GET http://other.example/api/secret HTTP/1.1", 401, 401),
    (
        "GET HTTP://user:pass@localhost/api/secret HTTP/1.1",
        401,
        401,
    ),
    (
        "GET http://localhost/api/posts/1#/api/secret HTTP/1.1",
        200,
        200,
    ),
    ("GET /api/secret#/api/posts/1 HTTP/1.1", 401, 401),
    ("OPTIONS * HTTP/1.1", 404, 401),
    ("GET * HTTP/1.1", 404, 401),
    ("CONNECT /api/secret HTTP/1.1", 405, 405),
    ("CONNECT localhost:80 HTTP/1.1", 404, 401),
    ("TRACE /api/secret HTTP/1.1", 405, 405),
    ("GET api/secret HTTP/1.1", 400, 400),
    ("GET /api/secret", 400, 400),
    ("GET /api/secret HTTP/2.0", 400, 400),
    ("GET /api/sec ret HTTP/1.1", 400, 400),
    ("G ET /api/secret HTTP/1.1", 400, 400),
];

// SECURITY.md, Request: nothing but the router decides the path.
#[test]
fn no_spelling_of_a_path_or_method_opens_a_route() {
    let server = Server::start(app().build().unwrap());
    for (line, expected, _) in LINES {
        check(&server, line, "", &[*expected]);
    }
}

// SECURITY.md, rule 4.
#[test]
fn what_a_fallback_takes_is_guarded() {
    let server = Server::start(app_with_fallback());
    for (line, _, expected) in LINES {
        check(&server, line, "", &[*expected]);
    }
}

// SECURITY.md, Request: headers that speak of another path or method change nothing.
#[test]
fn no_header_changes_path_or_method() {
    let server = Server::start(app_with_fallback());
    for headers in [
        "X-Original-URL: /api/posts/1\r\n",
        "X-Rewrite-URL: /api/posts/1\r\n",
        "X-Original-URL: /api/register\r\nX-HTTP-Method-Override: POST\r\n",
        "X-HTTP-Method-Override: OPTIONS\r\n",
        "X-HTTP-Method: HEAD\r\n",
        "X-Method-Override: OPTIONS\r\n",
        "X-Forwarded-Host: localhost\r\nX-Forwarded-Proto: https\r\n",
        "X-Forwarded-For: 127.0.0.1\r\nX-Real-IP: 127.0.0.1\r\n",
        "X-Forwarded-Prefix: /api/posts/1\r\nX-Forwarded-Path: /api/posts/1\r\n",
        "X-Forwarded-User: ada\r\nX-User-Id: 1\r\nX-Auth-User: 1\r\n",
        "Forwarded: for=127.0.0.1;host=localhost\r\n",
        "Origin: http://localhost\r\nAccess-Control-Request-Method: GET\r\n",
        "Cookie: auth=a.b.c\r\nX-Auth-Token: Bearer a.b.c\r\n",
        "Transfer-Encoding: chunked\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n0\r\n",
        "Proxy-Authorization: Bearer a.b.c\r\n",
    ] {
        check(&server, "GET /api/secret HTTP/1.1", headers, &[401]);
        check(&server, "GET /unknown HTTP/1.1", headers, &[401]);
    }
}

// SECURITY.md, rule 5, and Request: one `Authorization` header at most.
#[test]
fn no_spelling_of_the_header_is_taken_for_another() {
    let server = Server::start(app_with_fallback());
    let good = token(&ada());
    let long = "a".repeat(10 * 1024);
    for (headers, expected) in [
        (
            format!("Authorization: Bearer {good}\r\nAuthorization: Bearer {good}\r\n"),
            400,
        ),
        (
            format!("Authorization: Bearer {good}\r\nauthorization: Basic YTpi\r\n"),
            400,
        ),
        (
            format!("Authorization:\r\nAuthorization: Bearer {good}\r\n"),
            400,
        ),
        (
            format!("Authorization: Bearer {good}, Bearer {good}\r\n"),
            400,
        ),
        (format!("Authorization: Bearer\t{good}\r\n"), 400),
        (format!("Authorization: Bearer {good} x\r\n"), 400),
        (format!("Authorization: Bearer {good}\tx\r\n"), 400),
        (format!("Authorization: Bearer\r\n {good}\r\n"), 400),
        (format!("Authorization: Bearer{good}\r\n"), 401),
        (format!("Authorization: {good}\r\n"), 401),
        (format!("Authorization: Token {good}\r\n"), 401),
        (format!("Authorization: Bearer {long}\r\n"), 401),
        (
            format!("Authorization: Bearer {long}.{long}.{long}\r\n"),
            401,
        ),
        (format!("Authorization : Bearer {good}\r\n"), 400),
        (format!("Authorizatio\u{e9}n: Bearer {good}\r\n"), 400),
        ("Authorization: Bearer \u{e9}.b.c\r\n".to_owned(), 400),
        ("Authorization: Bearer a\0.b.c\r\n".to_owned(), 400),
    ] {
        check(&server, "GET /api/secret HTTP/1.1", &headers, &[expected]);
    }
    // White space around the value is no part of it (RFC 9110, section 5.5).
    for headers in [
        format!("Authorization: Bearer {good}\r\n"),
        format!("Authorization:Bearer {good} \t \r\n"),
        format!("AUTHORIZATION: \t bEARER   {good}\r\n"),
    ] {
        let answer = server.say(&whole("GET /api/secret HTTP/1.1", &headers));
        assert!(answer.ends_with("marker"), "{headers:?}: {answer}");
    }
}

// SECURITY.md, rule 6.
#[test]
fn no_spelling_of_the_query_hides_a_second_token() {
    let server = Server::start(app().build().unwrap());
    let good = token(&ada());
    for (query, expected) in [
        (format!("auth={good}&auth={good}"), 400),
        (format!("auth={good}&%61%75%74%68=x"), 400),
        (format!("auth={good}%00"), 400),
        (format!("auth={good}#"), 200),
        (format!("x=1?auth={good}"), 401),
        (format!("x=1;auth={good}"), 401),
    ] {
        let answer = server.say(&whole(&format!("GET /api/query?{query} HTTP/1.1"), ""));
        let status: u16 = answer[9..12].parse().unwrap();
        assert_eq!(status, expected, "{query}");
        assert_eq!(answer.contains("marker"), status == 200, "{query}");
    }
}

#[test]
fn a_second_request_on_a_connection_is_asked_again() {
    let server = Server::start(app().build().unwrap());
    let bearer = format!("Authorization: Bearer {}\r\n", token(&ada()));
    let first = format!("GET /api/secret HTTP/1.1\r\nHost: x\r\n{bearer}\r\n");
    let both = [first.into_bytes(), whole("GET /api/secret HTTP/1.1", "")].concat();
    let answer = server.say(&both);
    assert_eq!(answer.matches("marker").count(), 1, "{answer}");
    assert_eq!(answer.matches("HTTP/1.1 401").count(), 1, "{answer}");
}
