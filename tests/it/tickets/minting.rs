//! What a ticket is made of, and when none is minted.

use std::time::Duration;

use jwt_router::{JwtRoutes, SignError, prelude::*};
use jwt_router_tests::{FixedClock, NOW, SECRET, claims_of, header_of};
use serde_json::json;

use super::{Member, Site, builder, member};

#[test]
fn a_ticket_has_a_type_and_an_audience_of_its_own() {
    for (builder, audience) in [
        (builder(), "urn:jwt-router:ticket"),
        (builder().audience("api"), "urn:jwt-router:ticket:api"),
    ] {
        let ticket = Site::of(builder, routes![super::events]).ticket();
        assert_eq!(header_of(&ticket)["typ"], "ticket+jwt");
        assert_eq!(claims_of(&ticket)["aud"], audience);
    }
}

#[test]
fn a_ticket_is_valid_for_30_seconds_and_no_longer_than_its_access_token() {
    let site = Site::new();
    for (seconds, lifetime) in [(600, 30), (30, 30), (7, 7)] {
        let access = site.jwt.token_of(&member(1));
        let access = access.expires_in(Duration::from_secs(seconds)).sign();
        let claims = claims_of(&site.ticket_of(access.unwrap().as_str()));
        assert_eq!(claims["exp"], NOW + lifetime);
        assert_eq!(claims["access_until"], NOW + seconds);
    }
}

#[test]
fn a_ticket_has_the_claims_of_its_access_token() {
    let site = Site::new();
    let access = site.jwt.token_of(&member(1)).scopes(["events:read"]);
    let access = access.acr("aal2").factors(["otp"]);
    let access = access.claims(&json!({"tenant": 18_446_744_073_709_551_615_u64}));
    let access = access.sign().unwrap();
    let (old, new) = (
        claims_of(access.as_str()),
        claims_of(&site.ticket_of(access.as_str())),
    );
    for name in [
        "table_name",
        "id",
        "token_version",
        "scope",
        "acr",
        "amr",
        "auth_time",
        "tenant",
    ] {
        assert_eq!(new[name], old[name], "{name}");
    }
    assert_ne!(new["jti"], old["jti"]);
}

#[test]
fn a_ticket_has_the_session_of_its_access_token() {
    let site = Site::new();
    let pair = jwt_router_tests::block_on(async { site.jwt.start_session(&member(1)).await });
    let pair = pair.unwrap();
    let access = pair.access_token().as_str();
    let ticket = site.ticket_of(access);
    assert_eq!(claims_of(&ticket)["sid"], claims_of(access)["sid"]);
}

#[track_caller]
fn check_refused(jwt: &JwtRoutes, g: &G, expected: &str) {
    assert_eq!(jwt.ticket(g).unwrap_err().to_string(), expected);
}

#[test]
fn a_ticket_that_no_route_takes_is_an_error() {
    let advice = "write `ticket` in the `#[protected(GET, ..)]` of one, and mint tickets after the application is built";
    let site = Site::of(builder(), routes![super::me]);
    let g = site.g(&site.access());
    check_refused(
        &site.jwt,
        &g,
        &format!("no route takes tickets of `it::tickets::Member`: {advice}"),
    );
    let site = Site::new();
    let owner = site.jwt.create_token(&super::Owner { id: 1 }).unwrap();
    let g = site.g(owner.as_str());
    check_refused(
        &site.jwt,
        &g,
        &format!("no route takes tickets of `it::tickets::Owner`: {advice}"),
    );
}

#[test]
fn a_ticket_needs_a_store() {
    let site = Site::new();
    let g = site.g(&site.access());
    let jwt = JwtRoutes::builder()
        .secret(SECRET)
        .clock(FixedClock::at_unix(NOW))
        .entity::<Member>(MemoryStore::new([member(1)]))
        .build()
        .unwrap();
    // Such a program has no route for tickets either.
    let refused = jwt.ticket(&g).unwrap_err();
    assert!(
        matches!(refused, SignError::TicketOfNoRoute { .. }),
        "{refused}"
    );
}
