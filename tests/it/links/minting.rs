//! What a link contains, and the links that are not minted.

use std::time::Duration;

use jwt_router::{ConfigProblem, JwtRoutes, MemoryStore, SignError};
use jwt_router_tests::{NOW, SECRET, claims_of, header_of};
use serde_json::json;

use super::{Member, Owner, Site, builder, member};

#[test]
fn a_link_has_a_type_and_an_audience_of_its_own() {
    let site = Site::new();
    let link = site.link("reset-password");
    assert_eq!(header_of(&link), json!({"alg": "HS256", "typ": "link+jwt"}));
    let mut claims = claims_of(&link);
    assert_eq!(claims["jti"].take().as_str().unwrap().len(), 22);
    assert_eq!(
        claims,
        json!({
            "table_name": "members",
            "id": 1,
            "token_version": 1,
            "exp": NOW + 15 * 60,
            "aud": "urn:jwt-router:link:reset-password",
            "jti": null,
        })
    );
}

#[test]
fn the_audience_of_a_link_ends_with_that_of_the_application() {
    let site = Site::of(builder().audience("https://api.example.com").audience("b"));
    let link = site.link("reset-password");
    assert_eq!(
        claims_of(&link)["aud"],
        "urn:jwt-router:link:reset-password:https://api.example.com"
    );
    site.post("/forgotten", &link).is(200, "1");
    assert_eq!(claims_of(&site.access())["aud"], "https://api.example.com");
}

#[test]
fn a_link_names_its_key_where_there_are_several() {
    let site = Site::of(builder().previous_secret(jwt_router_tests::OTHER_SECRET));
    let link = site.link("reset-password");
    assert!(header_of(&link)["kid"].is_string());
    site.post("/forgotten", &link).is(200, "1");
}

#[test]
fn a_link_of_the_previous_secret_is_accepted() {
    let before = Site::of(
        JwtRoutes::builder()
            .secret(jwt_router_tests::OTHER_SECRET)
            .clock(jwt_router_tests::FixedClock::at_unix(NOW)),
    );
    let link = before.link("reset-password");
    let site = Site::of(builder().previous_secret(jwt_router_tests::OTHER_SECRET));
    site.post("/forgotten", &link).is(200, "1");
}

#[test]
fn a_link_lasts_from_a_second_to_a_week() {
    let site = Site::new();
    let minted = |seconds| {
        let link = site.jwt.link(&member(1), "reset-password");
        link.expires_in(Duration::from_secs(seconds)).sign()
    };
    assert_eq!(claims_of(minted(1).unwrap().as_str())["exp"], NOW + 1);
    let week = 7 * 24 * 60 * 60;
    assert_eq!(claims_of(minted(week).unwrap().as_str())["exp"], NOW + week);
    for seconds in [0, week + 1] {
        let error = minted(seconds).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("the link would be valid for {seconds} seconds: it can be from 1 to 604800")
        );
    }
}

#[test]
fn a_link_for_a_purpose_of_no_route_is_not_minted() {
    let site = Site::new();
    for purpose in ["unknown", "", "reset-password:x"] {
        let error = site.jwt.link(&member(1), purpose).sign().unwrap_err();
        assert!(matches!(error, SignError::Purpose { .. }), "{error}");
    }
    let error = site.jwt.link(&member(1), "unknown").sign().unwrap_err();
    assert_eq!(
        error.to_string(),
        "no route takes links for the purpose `unknown`: write `purpose = \"unknown\"` in the `#[protected(..)]` of one, and mint links after the application is built"
    );
}

#[test]
fn a_link_before_the_application_is_built_is_not_minted() {
    let jwt = JwtRoutes::builder()
        .secret(SECRET)
        .entity::<Member>(MemoryStore::new([member(1)]))
        .build()
        .unwrap();
    let error = jwt.link(&member(1), "reset-password").sign().unwrap_err();
    assert!(matches!(error, SignError::Purpose { .. }));
}

#[test]
fn a_link_of_an_entity_that_its_routes_refuse_is_not_minted() {
    let site = Site::new();
    let error = site.jwt.link(&Owner { id: 1 }, "reset-password").sign();
    assert_eq!(
        error.unwrap_err().to_string(),
        "no route takes links of `it::links::Owner` for the purpose `reset-password`: the routes for it take those of other entities"
    );
}

#[test]
fn an_extra_claim_of_a_link_has_no_reserved_name() {
    let site = Site::new();
    for name in ["aud", "exp", "token_version", "table_name", "id"] {
        let claims = json!({ name: "x" });
        let link = site.jwt.link(&member(1), "reset-password").claims(&claims);
        let error = link.sign().unwrap_err();
        assert!(matches!(error, SignError::ReservedClaim { .. }), "{name}");
    }
}

#[test]
fn an_audience_of_links_is_none_of_an_application() {
    for name in [
        "urn:jwt-router:refresh",
        "urn:jwt-router:link:reset-password",
    ] {
        let error = builder()
            .audience("api")
            .audience(name)
            .build()
            .unwrap_err();
        assert!(
            matches!(error.problems(), [ConfigProblem::OwnAudience { .. }]),
            "{error}"
        );
    }
}
