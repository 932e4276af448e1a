//! `scope = ..`: what stands in the token's claim.

use axum::{Router, routing::any};
use jwt_router::{App, JwtRoutes, prelude::*};
use jwt_router_tests::{
    NOW, Refusal, RequestExt as _, User, ada, builder, claims_of, forge, get, jwt, request, token,
};
use serde_json::{Value, json};

use super::{Scope, user_with};

#[protected(GET, "/read", scope = "posts:read", register = false)]
async fn read() -> &'static str {
    "in"
}

#[protected(GET, "/both", scope = [Scope::Read, Scope::Write], register = false)]
async fn both() -> &'static str {
    "in"
}

#[protected(GET, "/either", scope = any("posts:write", Scope::Read), register = false)]
async fn either() -> &'static str {
    "in"
}

#[protected(GET, "/free", register = false)]
async fn free() -> &'static str {
    "in"
}

#[protected(GET, "/user", scope = "posts:read", claims_only, register = false)]
async fn unloaded() -> &'static str {
    "in"
}

fn app_of(jwt: &JwtRoutes) -> App {
    jwt.app_with((), routes![read, both, either, free, unloaded])
        .build()
        .unwrap()
}

fn app() -> App {
    app_of(&jwt())
}

const ONE: &str = r#"Bearer error="insufficient_scope", scope="posts:read""#;
const TWO: &str = r#"Bearer error="insufficient_scope", scope="posts:read posts:write""#;

#[track_caller]
fn lets_in(path: &str, claims: Value) {
    get(path)
        .bearer(&user_with(claims))
        .to(&app())
        .is(200, "in");
}

#[track_caller]
fn refuses(path: &str, claims: Value, challenge: &str) {
    let answer = get(path).bearer(&user_with(claims)).to(&app());
    answer.is_refused_with(Refusal::Forbidden, challenge);
}

#[test]
fn a_token_with_the_scope_is_let_in() {
    lets_in("/read", json!({"scope": "posts:read"}));
    lets_in("/read", json!({"scope": "posts:write posts:read profile"}));
    lets_in("/read", json!({"scope": ["posts:write", "posts:read"]}));
}

// SECURITY.md, Response: RFC 6750, section 3.1 with the scopes that are needed.
#[test]
fn a_token_without_the_scope_is_told_which() {
    refuses("/read", json!({}), ONE);
    refuses("/read", json!({"scope": "posts:write"}), ONE);
    refuses("/both", json!({"scope": "posts:read"}), TWO);
    refuses("/either", json!({"scope": "profile"}), TWO);
}

#[test]
fn a_list_needs_all_and_any_needs_one() {
    lets_in("/both", json!({"scope": "posts:write posts:read"}));
    refuses("/both", json!({"scope": "posts:write"}), TWO);
    lets_in("/either", json!({"scope": "posts:write"}));
    lets_in("/either", json!({"scope": "posts:read"}));
    refuses("/either", json!({"scope": ""}), TWO);
}

// Compared exactly, and case-sensitively.
#[test]
fn a_scope_that_only_looks_alike_is_another() {
    for scope in [
        "posts:read:all",
        "posts",
        "POSTS:READ",
        "xposts:read",
        "posts:read,x",
    ] {
        refuses("/read", json!({"scope": scope}), ONE);
        refuses("/read", json!({"scope": [scope]}), ONE);
    }
    refuses("/read", json!({"scope": ["posts:read profile"]}), ONE);
}

#[test]
fn a_claim_of_the_wrong_type_has_no_scopes() {
    for claim in [
        json!(null),
        json!(1),
        json!(true),
        json!({"posts:read": true}),
        json!(["posts:read", 1]),
        json!([["posts:read"]]),
    ] {
        refuses("/read", json!({"scope": claim}), ONE);
    }
}

// SECURITY.md, Token: unique registered names.
#[test]
fn a_token_with_two_claims_of_scopes_is_no_token() {
    let payload = format!(
        r#"{{"table_name":"users","user_id":1,"exp":{},"scope":"posts:read","scope":"posts:read"}}"#,
        NOW + 1
    );
    let header = r#"{"alg":"HS256","typ":"JWT"}"#;
    let twice = jwt_router_tests::forge_raw(header, &payload, jwt_router_tests::SECRET);
    get("/read")
        .bearer(&twice)
        .to(&app())
        .is_refused(Refusal::BadToken);
    get("/free").bearer(&twice).to(&app()).is(200, "in");
}

#[test]
fn a_bad_token_is_told_nothing_of_scopes() {
    get("/read").to(&app()).is_refused(Refusal::NoToken);
    let expired = forge(&json!({"table_name": "users", "user_id": 1, "exp": NOW - 5}));
    get("/read")
        .bearer(&expired)
        .to(&app())
        .is_refused(Refusal::BadToken);
    // Nobody is asked for the scopes of a user who is gone.
    let deleted = forge(&json!({"table_name": "users", "user_id": 9, "exp": NOW + 1}));
    get("/read")
        .bearer(&deleted)
        .to(&app())
        .is_refused(Refusal::BadToken);
}

#[test]
fn scopes_need_no_entity() {
    let deleted =
        json!({"table_name": "users", "user_id": 9, "exp": NOW + 1, "scope": "posts:read"});
    get("/user")
        .bearer(&forge(&deleted))
        .to(&app())
        .is(200, "in");
    refuses("/user", json!({}), ONE);
}

#[test]
fn minted_scopes_are_let_in() {
    let jwt = jwt();
    let minted = jwt.token::<User>(&1).scopes([Scope::Write, Scope::Read]);
    let minted = minted.sign().unwrap();
    assert_eq!(
        claims_of(minted.as_str())["scope"],
        "posts:write posts:read"
    );
    get("/both")
        .bearer(minted.as_str())
        .to(&app())
        .is(200, "in");
    let none = jwt.token::<User>(&1).scopes([""; 0]).sign().unwrap();
    assert_eq!(claims_of(none.as_str()).get("scope"), None);
    assert!(jwt.token::<User>(&1).scopes(["a b"]).sign().is_err());
}

#[test]
fn the_claim_of_scopes_can_have_another_name() {
    let jwt = builder().scope_claim("scp").build().unwrap();
    let app = app_of(&jwt);
    let minted = jwt.token::<User>(&1).scopes(["posts:read"]).sign().unwrap();
    assert_eq!(claims_of(minted.as_str())["scp"], "posts:read");
    get("/read").bearer(minted.as_str()).to(&app).is(200, "in");
    let other = user_with(json!({"scope": "posts:read"}));
    let answer = get("/read").bearer(&other).to(&app);
    answer.is_refused_with(Refusal::Forbidden, ONE);
}

#[test]
fn a_route_without_requirements_is_as_it_was() {
    lets_in("/free", json!({}));
    lets_in("/free", json!({"scope": 1, "roles": 2, "auth_time": "x"}));
}

#[test]
fn a_merged_router_demands_nothing_more() {
    let by_hand = Router::new().route("/by-hand", any(|| async { "in" }));
    let app = jwt().app_with((), routes![read]).merge(by_hand);
    let app = app.build().unwrap();
    get("/by-hand")
        .bearer(&token(&ada()))
        .to(&app)
        .is(200, "in");
    let answer = get("/read").bearer(&token(&ada())).to(&app);
    answer.is_refused_with(Refusal::Forbidden, ONE);
}

// SECURITY.md, Request: HEAD follows GET.
#[test]
fn head_demands_what_get_does() {
    let head = request("HEAD", "/read").bearer(&token(&ada())).to(&app());
    assert_eq!((head.status, head.header("www-authenticate")), (403, ONE));
    let good = user_with(json!({"scope": "posts:read"}));
    request("HEAD", "/read")
        .bearer(&good)
        .to(&app())
        .is(200, "");
}

#[test]
fn a_replaced_body_keeps_the_challenge() {
    let jwt = builder().on_reject(|rejection| {
        let challenge = rejection.challenge().unwrap();
        challenge.to_str().unwrap().to_owned()
    });
    let answer = get("/read")
        .bearer(&token(&ada()))
        .to(&app_of(&jwt.build().unwrap()));
    answer.is(403, ONE);
    assert_eq!(answer.header("www-authenticate"), ONE);
}
