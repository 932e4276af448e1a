//! Every token of another use is refused, wherever it is sent.

use axum::{extract::FromRequestParts, http::request::Parts};
use jwt_router::{App, prelude::*};
use jwt_router_tests::{NOW, Refusal, RequestExt as _, SECRET, claims_of, forge_raw, request};
use serde_json::Value;

use super::{Member, Site, builder, member};
use crate::log::logged;

/// Returns a token with this `typ` and the claims of another token, changed by `change`.
fn altered(token: &str, media_type: &str, change: impl Fn(&mut Value)) -> String {
    let mut claims = claims_of(token);
    change(&mut claims);
    let header = format!(r#"{{"alg":"HS256","typ":"{media_type}"}}"#);
    forge_raw(&header, &claims.to_string(), SECRET)
}

#[track_caller]
fn check(work: impl FnOnce(), code: &str) {
    let log = format!("{:?}", logged(work));
    assert!(
        log.contains(&format!("\"code\": String({code:?})")),
        "{log}"
    );
}

#[test]
fn a_link_is_no_access_token() {
    for site in [Site::new(), Site::of(builder().audience("api"))] {
        let link = site.link("reset-password");
        for path in ["/me", "/feed", "/by-hand"] {
            site.get(path, &link).is_refused(Refusal::BadToken);
        }
        check(|| drop(site.get("/me", &link)), "wrong_type");
    }
}

#[test]
fn an_access_token_is_no_link() {
    let site = Site::new();
    let access = site.access();
    site.post("/forgotten", &access)
        .is_refused(Refusal::BadToken);
    check(|| drop(site.post("/forgotten", &access)), "wrong_type");
}

#[test]
fn a_link_for_another_purpose_is_refused() {
    let site = Site::new();
    let link = site.link("confirm-address");
    site.post("/forgotten", &link).is_refused(Refusal::BadToken);
    check(|| drop(site.post("/forgotten", &link)), "wrong_purpose");
}

#[test]
fn the_type_alone_makes_no_link() {
    let site = Site::new();
    let typed = altered(&site.access(), "link+jwt", |_| ());
    site.post("/forgotten", &typed)
        .is_refused(Refusal::BadToken);
    check(|| drop(site.post("/forgotten", &typed)), "wrong_purpose");
}

#[test]
fn the_audience_alone_makes_no_link() {
    let site = Site::new();
    let untyped = altered(&site.link("reset-password"), "JWT", |_| ());
    site.post("/forgotten", &untyped)
        .is_refused(Refusal::BadToken);
    site.get("/me", &untyped).is_refused(Refusal::BadToken);
}

#[test]
fn a_link_is_no_access_token_without_its_audience_either() {
    let site = Site::new();
    let token = altered(&site.link("reset-password"), "link+jwt", |claims| {
        claims.as_object_mut().unwrap().remove("aud");
    });
    site.get("/me", &token).is_refused(Refusal::BadToken);
    site.post("/forgotten", &token)
        .is_refused(Refusal::BadToken);
}

#[test]
fn a_refresh_token_is_no_link() {
    let site = Site::new();
    for media_type in ["rt+jwt", "at+jwt", "JWT"] {
        let token = altered(&site.link("reset-password"), media_type, |_| ());
        site.post("/forgotten", &token)
            .is_refused(Refusal::BadToken);
    }
}

#[test]
fn the_type_of_a_link_is_compared_as_a_media_type() {
    let site = Site::new();
    for media_type in ["LINK+JWT", "application/link+jwt"] {
        let token = altered(&site.link("reset-password"), media_type, |_| ());
        site.post("/forgotten", &token).is(200, "1");
    }
}

#[test]
fn a_link_of_another_application_with_the_same_secret_is_refused() {
    let shop = Site::of(builder().audience("shop"));
    let forum = Site::of(builder().audience("forum"));
    let neither = Site::new();
    let link = shop.link("reset-password");
    for other in [&forum, &neither] {
        other
            .post("/forgotten", &link)
            .is_refused(Refusal::BadToken);
    }
    let link = neither.link("reset-password");
    shop.post("/forgotten", &link).is_refused(Refusal::BadToken);
}

#[test]
fn an_expired_link_is_refused() {
    let site = Site::new();
    let expired = altered(&site.link("reset-password"), "link+jwt", |claims| {
        claims["exp"] = (NOW - 10).into();
    });
    site.post("/forgotten", &expired)
        .is_refused(Refusal::BadToken);
    check(|| drop(site.post("/forgotten", &expired)), "expired");
}

#[test]
fn a_link_of_an_old_version_is_refused() {
    let site = Site::new();
    let link = site.link("reset-password");
    site.members.insert(member(2));
    site.post("/forgotten", &link).is_refused(Refusal::BadToken);
    check(|| drop(site.post("/forgotten", &link)), "old_token_version");
}

#[test]
fn a_link_of_a_deleted_entity_is_refused() {
    let site = Site::new();
    let link = site.link("reset-password");
    site.members.remove(&1);
    site.post("/forgotten", &link).is_refused(Refusal::BadToken);
}

#[test]
fn a_route_for_links_needs_one() {
    let site = Site::new();
    request("POST", "/forgotten")
        .to(&site.app)
        .is_refused(Refusal::NoToken);
}

#[test]
fn a_link_in_the_query_of_another_route_is_no_token() {
    let site = Site::new();
    let link = site.link("reset-password");
    request("POST", &format!("/forgotten?link={link}"))
        .to(&site.app)
        .is_refused(Refusal::NoToken);
}

/// An extractor of which the attribute does not know that it takes a caller.
struct Inside;

impl<S: Send + Sync> FromRequestParts<S> for Inside {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        G::<Member>::from_request_parts(parts, state).await?;
        Ok(Self)
    }
}

#[protected(POST, "/inside", purpose = "inside", entity = Member, register = false)]
async fn inside(_inside: Inside) {}

#[test]
fn an_extractor_gets_no_caller_from_a_link() {
    let members = MemoryStore::new([member(1)]);
    let jwt = builder().entity::<Member>(members).build().unwrap();
    let app: App = jwt.app_with((), routes![inside]).build().unwrap();
    let link = jwt.link(&member(1), "inside").sign().unwrap();
    request("POST", "/inside")
        .bearer(link.as_str())
        .to(&app)
        .is_refused(Refusal::Unguarded);
}
