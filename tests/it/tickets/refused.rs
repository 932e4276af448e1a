//! Tickets that are refused, and tokens that are no tickets.

use std::time::Duration;

use jwt_router::{Check, MemorySessions, SessionOwner, SessionStore as _, prelude::*};
use jwt_router_tests::{
    FixedClock, NOW, Refusal, RequestExt as _, SECRET, block_on, claims_of, forge_raw, get, request,
};

use super::{Site, builder, member};
use crate::log::logged;

/// Checks the code with which the log names the reason of a refusal.
#[track_caller]
fn check(site: &Site, target: &str, code: &str) {
    let log = logged(|| drop(get(target).to(&site.app)));
    assert_eq!(log[0]["fields"]["code"], code);
}

fn url(token: &str) -> String {
    format!("/events?ticket={token}")
}

#[test]
fn a_ticket_is_refused_the_second_time() {
    let site = Site::new();
    let ticket = site.ticket();
    site.events(&ticket).is(200, "1");
    site.events(&ticket).is_refused(Refusal::BadToken);
    check(&site, &url(&ticket), "spent_ticket");
    site.events(&site.ticket()).is(200, "1");
}

#[test]
fn a_used_ticket_is_refused_after_the_store_in_memory_is_lost() {
    let (before, after) = (Site::new(), Site::new());
    let ticket = before.ticket();
    before.events(&ticket).is(200, "1");
    after.events(&ticket).is_refused(Refusal::BadToken);
    check(&after, &url(&ticket), "lost_marks");
}

#[test]
fn a_ticket_in_another_encoding_is_the_same_ticket() {
    let site = Site::new();
    let ticket = site.ticket();
    site.events(&ticket.replace('.', "%2E")).is(200, "1");
    site.events(&ticket).is_refused(Refusal::BadToken);
    check(&site, &url(&ticket.replace('e', "%65")), "spent_ticket");
}

#[test]
fn a_ticket_that_is_sent_32_times_at_once_opens_one_request() {
    let site = Site::new();
    let url = url(&site.ticket());
    let statuses = block_on(async {
        let mut sent = tokio::task::JoinSet::new();
        for _ in 0..32 {
            let (app, request) = (site.app.clone(), get(&url));
            sent.spawn(async move { request.sent_to(&app).await.status });
        }
        sent.join_all().await
    });
    let admitted = statuses.iter().filter(|status| **status == 200).count();
    let refused = statuses.iter().filter(|status| **status == 401).count();
    assert_eq!((admitted, refused), (1, 31));
}

#[test]
fn a_ticket_is_no_access_token() {
    let site = Site::new();
    let ticket = site.ticket();
    for path in ["/me", "/feed", "/by-hand"] {
        let answer = get(path).bearer(&ticket).to(&site.app);
        answer.is_refused(Refusal::BadToken);
    }
    check(&site, &format!("/me?auth={ticket}"), "wrong_type");
    // It is not spent by that.
    site.events(&ticket).is(200, "1");
}

#[test]
fn an_access_token_is_no_ticket() {
    let site = Site::new();
    let access = site.access();
    site.events(&access).is_refused(Refusal::BadToken);
    check(&site, &url(&access), "wrong_type");
}

#[test]
fn a_refresh_token_is_no_ticket() {
    let site = Site::new();
    let pair = block_on(async { site.jwt.start_session(&member(1)).await }).unwrap();
    let refresh = pair.refresh_token().as_str();
    site.events(refresh).is_refused(Refusal::BadToken);
}

#[test]
fn a_header_holds_no_ticket() {
    let site = Site::new();
    let ticket = site.ticket();
    for token in [&ticket, &site.access()] {
        let log = logged(|| {
            let answer = get("/events").bearer(token).to(&site.app);
            answer.is_refused(Refusal::BadToken);
        });
        assert_eq!(log[0]["fields"]["code"], "not_in_query");
    }
    get("/events").to(&site.app).is_refused(Refusal::NoToken);
    site.events(&ticket).is(200, "1");
}

#[test]
fn a_ticket_beside_a_header_is_a_bad_request() {
    let site = Site::new();
    let ticket = site.ticket();
    for token in [&ticket, &site.access()] {
        let answer = get(&url(&ticket)).bearer(token).to(&site.app);
        answer.is_refused(Refusal::BadRequest);
    }
    let twice = format!("{}&ticket={ticket}", url(&ticket));
    get(&twice).to(&site.app).is_refused(Refusal::BadRequest);
    site.events(&ticket).is(200, "1");
}

#[test]
fn another_parameter_holds_no_ticket() {
    let site = Site::of(builder().query_token("auth"), routes![super::events]);
    let ticket = site.ticket();
    get(&format!("/events?auth={ticket}"))
        .to(&site.app)
        .is_refused(Refusal::NoToken);
    site.events(&ticket).is(200, "1");
}

#[test]
fn head_does_not_spend_a_ticket() {
    let site = Site::new();
    let ticket = site.ticket();
    let head = || request("HEAD", &url(&ticket)).to(&site.app);
    head().is_refused_without_body(Refusal::BadRequest);
    let log = logged(|| drop(head()));
    assert_eq!(log[0]["fields"]["code"], "ticket_not_by_get");
    request("HEAD", "/events")
        .to(&site.app)
        .is_refused_without_body(Refusal::NoToken);
    site.events(&ticket).is(200, "1");
}

#[test]
fn an_expired_ticket_is_refused() {
    let clock = FixedClock::at_unix(NOW);
    let settings = builder().clock(clock.clone()).leeway(Duration::ZERO);
    let site = Site::of(settings, routes![super::events]);
    let (good, late) = (site.ticket(), site.ticket());
    clock.advance(Duration::from_secs(29));
    site.events(&good).is(200, "1");
    clock.advance(Duration::from_secs(1));
    site.events(&late).is_refused(Refusal::BadToken);
}

#[test]
fn a_ticket_ends_with_the_version_of_its_entity() {
    let site = Site::new();
    let ticket = site.ticket();
    site.members.insert(member(2));
    site.events(&ticket).is_refused(Refusal::BadToken);
    check(&site, &url(&ticket), "old_token_version");
}

#[test]
fn a_ticket_ends_with_its_session() {
    for (check, status) in [(Check::Always, 401), (Check::Never, 200)] {
        let sessions = MemorySessions::new();
        let settings = builder().sessions(sessions.clone()).check_sessions(check);
        let site = Site::of(settings, routes![super::events]);
        let pair = block_on(async { site.jwt.start_session(&member(1)).await }).unwrap();
        let ticket = site.ticket_of(pair.access_token().as_str());
        let owner = SessionOwner::new("members", "1");
        block_on(async { sessions.end_all(&owner).await }).unwrap();
        assert_eq!(site.events(&ticket).status, status);
    }
}

#[test]
fn a_ticket_of_another_application_with_the_same_secret_is_refused() {
    let shop = Site::of(builder().audience("shop"), routes![super::events]);
    let forum = Site::of(builder().audience("forum"), routes![super::events]);
    let ticket = shop.ticket();
    forum.events(&ticket).is_refused(Refusal::BadToken);
    Site::new().events(&ticket).is_refused(Refusal::BadToken);
}

#[test]
fn a_ticket_that_nothing_could_spend_is_refused() {
    let site = Site::new();
    let mut claims = claims_of(&site.ticket());
    claims.as_object_mut().unwrap().remove("once");
    let header = r#"{"alg":"HS256","typ":"ticket+jwt"}"#;
    let endless = forge_raw(header, &claims.to_string(), SECRET);
    site.events(&endless).is_refused(Refusal::BadToken);
    check(&site, &url(&endless), "endless_ticket");
}
