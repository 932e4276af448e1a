//! Requests in which `Sec-WebSocket-Protocol` holds no token, or must not.

use jwt_router_tests::{Refusal, RequestExt as _, ada, get, request, token};

use super::{app, connect, upgrade};
use crate::log::logged;

/// Checks that a request for a WebSocket with these protocols is malformed.
#[track_caller]
fn check_malformed(offered: &str) {
    upgrade("/live", &[offered])
        .to(&app())
        .is_refused(Refusal::BadRequest);
}

/// Checks that these protocols hold no token.
#[track_caller]
fn check_no_token(offered: &str) {
    upgrade("/live", &[offered])
        .to(&app())
        .is_refused(Refusal::NoToken);
}

#[test]
fn bearer_without_one_token_after_it_is_a_bad_request() {
    let good = token(&ada());
    check_malformed("bearer");
    check_malformed("bearer, ");
    check_malformed("bearer, graphql-transport-ws");
    check_malformed("bearer, a.b");
    check_malformed("bearer, a.b.c.d");
    check_malformed("bearer, a.b.c/");
    check_malformed("bearer, a.b.c=");
    check_malformed(&format!("{good}, bearer"));
    check_malformed(&format!("bearer, {good}, bearer"));
    check_malformed(&format!("bearer, bearer, {good}"));
    check_malformed(&format!("bearer, {good}, bearer, {good}"));
    check_malformed(&format!("{good}, bearer, {good}"));
    check_malformed(&format!("bearer, {good}, {good}"));
}

#[test]
fn protocols_without_bearer_hold_no_token() {
    let good = token(&ada());
    check_no_token("chat");
    check_no_token(&good);
    check_no_token(&format!("Bearer, {good}"));
    check_no_token(&format!("bearers, {good}"));
    check_no_token(&format!("bearer {good}"));
    check_no_token("");
}

#[test]
fn a_token_there_and_in_another_place_is_a_bad_request() {
    let good = token(&ada());
    let offered = format!("bearer, {good}");
    for authorization in [format!("Bearer {good}"), "Basic YTpi".to_owned()] {
        upgrade("/live", &[&offered])
            .with("authorization", authorization.as_bytes())
            .to(&app())
            .is_refused(Refusal::BadRequest);
    }
    upgrade(&format!("/both?auth={good}"), &[&offered])
        .to(&app())
        .is_refused(Refusal::BadRequest);
    upgrade("/live", &["bearer"])
        .bearer(&good)
        .to(&app())
        .is_refused(Refusal::BadRequest);
}

#[test]
fn a_route_without_websocket_ignores_the_header() {
    let offered = format!("bearer, {}", token(&ada()));
    upgrade("/plain", &[&offered])
        .to(&app())
        .is_refused(Refusal::NoToken);
    upgrade("/plain", &["bearer"])
        .bearer(&token(&ada()))
        .to(&app())
        .is(200, "plain");
}

#[test]
fn a_request_for_no_websocket_holds_no_token_there() {
    let good = token(&ada());
    let offered = format!("bearer, {good}");
    let protocols = |request: axum::extract::Request| {
        let request = request.with("sec-websocket-protocol", offered.as_bytes());
        request.to(&app())
    };
    for answer in [
        protocols(get("/live")),
        protocols(get("/live").with("upgrade", b"h2c")),
        protocols(request("CONNECT", "/live").with("upgrade", b"websocket")),
        protocols(request("CONNECT", "/live").with("sec-websocket-version", b"13")),
    ] {
        answer.is_refused(Refusal::NoToken);
    }
    let mut tunnel = connect("/live", &offered);
    tunnel.headers_mut().remove("sec-websocket-version");
    tunnel.to(&app()).is_refused(Refusal::NoToken);
    // HTTP/2 has no `Upgrade` (RFC 9113, section 8.2.2).
    let mut upgraded = upgrade("/live", &[&offered]);
    *upgraded.version_mut() = axum::http::Version::HTTP_2;
    upgraded.to(&app()).is_refused(Refusal::NoToken);
}

#[test]
fn the_log_names_the_malformed_protocols() {
    let app = app();
    let sent = || upgrade("/live", &["bearer"]).to(&app);
    let log = logged(|| sent().is_refused(Refusal::BadRequest));
    assert_eq!(log[0]["fields"]["code"], "malformed_protocol");
}
