//! The token in `Sec-WebSocket-Protocol`, on routes with `websocket`.

mod malformed;
#[cfg(feature = "testing")]
mod policy;

use axum::{
    RequestPartsExt as _,
    extract::{FromRequestParts, Request},
    http::{HeaderMap, StatusCode, Version, header, request::Parts},
};
use jwt_router::{App, Rejection, prelude::*};
use jwt_router_tests::{
    Answer, Refusal, RequestExt as _, User, ada, builder, emmy, get, request, token,
};

/// Responds with the name and with the protocols that the handler can see, as a server that opens the WebSocket.
#[protected([GET, CONNECT], "/live", websocket, register = false)]
async fn live(
    g: G<User>,
    headers: HeaderMap,
) -> (StatusCode, [(&'static str, String); 2], &'static str) {
    let fields = headers.get_all(header::SEC_WEBSOCKET_PROTOCOL).iter();
    let fields: Vec<&str> = fields.map(|field| field.to_str().unwrap()).collect();
    let seen = [("x-name", g.name.clone()), ("x-seen", fields.join("; "))];
    let status = if headers.contains_key("upgrade") {
        StatusCode::SWITCHING_PROTOCOLS
    } else {
        StatusCode::OK
    };
    (status, seen, "")
}

#[protected(GET, "/chosen", websocket, register = false)]
async fn chosen() -> (StatusCode, [(header::HeaderName, &'static str); 1]) {
    let chosen = [(header::SEC_WEBSOCKET_PROTOCOL, "graphql-transport-ws")];
    (StatusCode::SWITCHING_PROTOCOLS, chosen)
}

/// Sends the offered protocols back, as no handler should.
#[protected(GET, "/echo", websocket, register = false)]
async fn echo(headers: HeaderMap) -> (StatusCode, HeaderMap) {
    (StatusCode::SWITCHING_PROTOCOLS, headers)
}

#[protected(GET, "/page", websocket, register = false)]
async fn page() -> &'static str {
    "page"
}

#[protected(GET, "/cached", websocket, register = false)]
async fn cached() -> ([(header::HeaderName, &'static str); 1], &'static str) {
    ([(header::CACHE_CONTROL, "public")], "cached")
}

#[protected(GET, "/both", websocket, query = "auth", register = false)]
async fn both() -> &'static str {
    "both"
}

#[protected(GET, "/plain", register = false)]
async fn plain() -> &'static str {
    "plain"
}

/// An extractor that the crate does not know, which finds the caller among the request's extensions.
struct Named(String);

impl<S: Send + Sync> FromRequestParts<S> for Named {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Rejection> {
        let g: G<User> = parts.extract().await?;
        Ok(Self(g.name.clone()))
    }
}

#[protected(GET, "/opaque", websocket, register = false)]
async fn opaque(Named(name): Named) -> String {
    name
}

async fn reads_claims(g: G<User>, headers: HeaderMap) -> bool {
    let claims: serde_json::Value = g.claims().unwrap();
    claims["user_id"] == 1 && headers[header::SEC_WEBSOCKET_PROTOCOL] == "bearer"
}

#[protected(GET, "/checked", websocket, guard = reads_claims, register = false)]
async fn checked() -> &'static str {
    "checked"
}

fn app() -> App {
    let jwt = builder().build().unwrap();
    let routes = routes![
        live, chosen, echo, page, cached, both, plain, opaque, checked
    ];
    jwt.app_with((), routes).build().unwrap()
}

/// The request of a browser for a WebSocket, with these fields of `Sec-WebSocket-Protocol`.
fn upgrade(path: &str, protocols: &[&str]) -> Request {
    let request = get(path)
        .with("connection", b"Upgrade")
        .with("upgrade", b"websocket")
        .with("sec-websocket-version", b"13");
    protocols.iter().fold(request, |request, protocols| {
        request.with("sec-websocket-protocol", protocols.as_bytes())
    })
}

/// The same in HTTP/2.
fn connect(path: &str, protocols: &str) -> Request {
    let mut request = request("CONNECT", path)
        .with("sec-websocket-version", b"13")
        .with("sec-websocket-protocol", protocols.as_bytes());
    *request.version_mut() = Version::HTTP_2;
    request
}

/// Checks that Ada's WebSocket is opened with the protocol `bearer`, and what the handler saw.
#[track_caller]
fn check_open(answer: &Answer, status: u16, seen: &str) {
    assert_eq!(answer.status, status, "{answer:?}");
    assert_eq!(answer.header("x-name"), "Ada");
    assert_eq!(answer.header("x-seen"), seen);
    assert_eq!(answer.header("sec-websocket-protocol"), "bearer");
}

/// Checks that no header of a response holds the token.
#[track_caller]
fn check_hidden(answer: &Answer, token: &str) {
    let mut values = answer.headers.values();
    assert!(values.all(|value| !value.to_str().unwrap().contains(token)));
}

#[test]
fn a_token_after_bearer_opens_the_websocket() {
    let good = token(&ada());
    let answer = upgrade("/live", &[&format!("bearer, {good}")]).to(&app());
    check_open(&answer, 101, "bearer");
    check_hidden(&answer, &good);
}

#[test]
fn a_token_after_bearer_opens_a_websocket_of_http_2() {
    let answer = connect("/live", &format!("bearer, {}", token(&ada()))).to(&app());
    check_open(&answer, 200, "bearer");
}

#[test]
fn other_protocols_may_come_before_and_after() {
    let good = token(&ada());
    for (offered, seen) in [
        (format!("bearer, {good}, chat"), "bearer, chat"),
        (format!("chat,bearer,{good}"), "chat, bearer"),
        (format!("a, bearer, {good}, b, c"), "a, bearer, b, c"),
    ] {
        let answer = upgrade("/live", &[&offered]).to(&app());
        check_open(&answer, 101, seen);
    }
}

// RFC 6455, section 11.3.4; RFC 9110, section 5.6.1.2.
#[test]
fn several_fields_and_empty_elements_are_one_list() {
    let good = token(&ada());
    for offered in [
        vec!["bearer".to_owned(), good.clone()],
        vec![format!("bearer,\t {good} ,, ,")],
        vec![",bearer".to_owned(), String::new(), format!(" , {good}")],
    ] {
        let offered: Vec<&str> = offered.iter().map(String::as_str).collect();
        let answer = upgrade("/live", &offered).to(&app());
        check_open(&answer, 101, "bearer");
    }
}

#[test]
fn a_protocol_that_the_handler_chooses_stays() {
    let offered = format!("bearer, {}, graphql-transport-ws", token(&ada()));
    let answer = upgrade("/chosen", &[&offered]).to(&app());
    assert_eq!(answer.status, 101);
    let chosen = answer.header("sec-websocket-protocol");
    assert_eq!(chosen, "graphql-transport-ws");
}

#[test]
fn no_handler_can_send_the_token_back() {
    let good = token(&ada());
    let offered = [&*format!("bearer, {good}"), "chat"];
    let answer = upgrade("/echo", &offered).to(&app());
    assert_eq!(answer.status, 101);
    let echoed = answer.header("sec-websocket-protocol");
    assert_eq!(echoed, "bearer, chat");
    check_hidden(&answer, &good);
}

#[test]
fn a_response_that_opens_no_websocket_names_no_protocol() {
    let offered = format!("bearer, {}", token(&ada()));
    let answer = upgrade("/page", &[&offered]).to(&app());
    answer.is(200, "page");
    assert_eq!(answer.header("sec-websocket-protocol"), "");
}

#[test]
fn a_response_to_such_a_token_is_private_unless_the_handler_decides() {
    let offered = format!("bearer, {}", token(&ada()));
    let answer = upgrade("/page", &[&offered]).to(&app());
    assert_eq!(answer.header("cache-control"), "private");
    let answer = upgrade("/cached", &[&offered]).to(&app());
    assert_eq!(answer.header("cache-control"), "public");
    let answer = upgrade("/page", &["chat"])
        .bearer(&token(&ada()))
        .to(&app());
    assert_eq!(answer.header("cache-control"), "");
}

#[test]
fn predicates_and_extractors_find_the_caller() {
    let offered = format!("bearer, {}", token(&ada()));
    upgrade("/checked", &[&offered])
        .to(&app())
        .is(200, "checked");
    upgrade("/opaque", &[&offered]).to(&app()).is(200, "Ada");
}

#[test]
fn a_websocket_may_be_opened_with_the_usual_header_too() {
    let answer = upgrade("/live", &[]).bearer(&token(&ada())).to(&app());
    assert_eq!((answer.status, answer.header("x-name")), (101, "Ada"));
    assert_eq!(answer.header("sec-websocket-protocol"), "");
}

#[test]
fn a_token_of_another_entity_is_refused_as_elsewhere() {
    let offered = format!("bearer, {}", token(&emmy()));
    upgrade("/live", &[&offered])
        .to(&app())
        .is_refused(Refusal::Forbidden);
    upgrade("/live", &["bearer, a.b.c"])
        .to(&app())
        .is_refused(Refusal::BadToken);
}
