//! The requirements of a route mean the same for a ticket as for its access token.

use std::time::Duration;

use jwt_router::{Ticket, TokenBuilder, prelude::*};
use jwt_router_tests::{FixedClock, NOW, RequestExt as _, get};

use super::{Member, Site, builder, member};

#[protected(GET, "/scope", ticket, scope = "events:read", register = false)]
async fn scope(_ticket: Ticket<Member>) {}

#[protected(GET, "/role", ticket, role = "reader", register = false)]
async fn role(_ticket: Ticket<Member>) {}

#[protected(GET, "/other-role", ticket, role = "writer", register = false)]
async fn other_role(_ticket: Ticket<Member>) {}

#[protected(GET, "/acr", ticket, acr = "aal2", register = false)]
async fn acr(_ticket: Ticket<Member>) {}

#[protected(GET, "/factor", ticket, factor = "otp", register = false)]
async fn factor(_ticket: Ticket<Member>) {}

#[protected(GET, "/fresh", ticket, fresh = "5m", register = false)]
async fn fresh(_ticket: Ticket<Member>) {}

#[protected(GET, "/guard", ticket, guard = is_of_tenant, register = false)]
async fn guarded(_ticket: Ticket<Member>) {}

async fn is_of_tenant(ticket: Ticket<Member>) -> bool {
    let claims: serde_json::Value = ticket.claims().unwrap();
    claims["tenant"] == "a"
}

/// Checks the status of a request with a ticket, which is minted from a token with these settings, so many
/// seconds after the login.
#[track_caller]
fn check(path: &str, settings: fn(TokenBuilder) -> TokenBuilder, age: u64, status: u16) {
    let clock = FixedClock::at_unix(NOW);
    let routes = routes![scope, role, other_role, acr, factor, fresh, guarded];
    let site = Site::of(builder().clock(clock.clone()), routes);
    let access = settings(site.jwt.token_of(&member(1))).sign().unwrap();
    clock.advance(Duration::from_secs(age));
    let ticket = site.ticket_of(access.as_str());
    let answer = get(&format!("{path}?ticket={ticket}")).to(&site.app);
    assert_eq!(answer.status, status, "{path}");
}

#[test]
fn a_ticket_meets_what_its_access_token_meets() {
    check("/scope", |token| token.scopes(["events:read"]), 0, 200);
    check("/scope", |token| token, 0, 403);
    check("/role", |token| token, 0, 200);
    check("/other-role", |token| token, 0, 403);
    check("/acr", |token| token.acr("aal2"), 0, 200);
    check("/acr", |token| token, 0, 401);
    check("/factor", |token| token.factors(["otp"]), 0, 200);
    check("/factor", |token| token, 0, 401);
}

#[test]
fn a_ticket_is_no_login() {
    check("/fresh", |token| token, 60, 200);
    check("/fresh", |token| token, 600, 401);
    check("/fresh", TokenBuilder::not_a_login, 0, 401);
}

#[test]
fn a_predicate_takes_the_ticket() {
    let of = |token: TokenBuilder| token.claims(&serde_json::json!({"tenant": "a"}));
    check("/guard", of, 0, 200);
    check("/guard", |token| token, 0, 403);
}
