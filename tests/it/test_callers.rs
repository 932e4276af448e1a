//! Callers of tests, which call a handler as a function: they are what a request of the same token gives.

use std::time::{Duration, UNIX_EPOCH};

use jwt_router::{
    RejectionKind, SignError,
    prelude::*,
    testing::{TestCallerError, caller, g},
};
use jwt_router_tests::{
    NOW, RequestExt as _, SECRET, User, ada, block_on, builder, emmy, get, jwt, users_only, who,
};
use serde_json::{Value, json};

#[protected(GET, "/me", register = false)]
async fn me(g: G<User>) -> String {
    format!("{} {}", g.users().name, described(&g.claims().unwrap()))
}

#[protected(GET, "/any", register = false)]
async fn any(g: G) -> String {
    format!("{} {}", who(Some(&g)), described(&g.claims().unwrap()))
}

#[protected(GET, "/claims", claims_only, register = false)]
async fn claims(g: G) -> String {
    let id = g.key::<User>();
    format!("{} {id:?}", who(Some(&g)))
}

#[whitelist(GET, "/feed", register = false)]
async fn feed(g: Option<G<User>>) -> String {
    g.map_or_else(|| "nobody".to_owned(), |g| g.name.clone())
}

/// The claims without the identifier of the token, which is random.
fn described(claims: &Value) -> String {
    let mut claims = claims.clone();
    let id = claims.as_object_mut().unwrap().remove("jti").unwrap();
    assert!(id.as_str().unwrap().len() > 16);
    claims.to_string()
}

#[test]
fn a_handler_is_called_with_an_entity() {
    let answer = block_on(me(g(&jwt(), &ada()).unwrap()));
    assert!(answer.starts_with("Ada {"), "{answer}");
    let answer = block_on(any(caller(&jwt(), &emmy()).any().unwrap()));
    assert!(answer.starts_with("teachers Emmy {"), "{answer}");
    let answer = block_on(claims(caller(&jwt(), &ada()).claims_only().unwrap()));
    assert_eq!(answer, "users not loaded Some(1)");
    let answer = block_on(feed(Some(g(&jwt(), &ada()).unwrap())));
    assert_eq!(answer, "Ada");
    assert_eq!(block_on(feed(None)), "nobody");
}

#[test]
fn a_caller_is_what_the_request_of_its_token_gives() {
    let jwt = builder()
        .issuer("https://app.example")
        .audience("app")
        .build()
        .unwrap();
    let app = jwt.app_with((), routes![me, any]).build().unwrap();
    let token = || {
        jwt.token::<User>(&1)
            .scopes(["posts:read", "posts:write"])
            .acr("aal2")
            .factors(["pwd", "otp"])
            .claims(&json!({"tenant": "t1", "roles": ["admin"]}))
            .expires_in(Duration::from_secs(60))
    };
    let sent = token().sign().unwrap();
    let answer = |target| get(target).bearer(sent.as_str()).to(&app).body;
    let called = || caller(&jwt, &ada()).with_token(|_| token());
    assert_eq!(block_on(me(called().g().unwrap())), answer("/me"));
    assert_eq!(block_on(any(called().any().unwrap())), answer("/any"));
    let g = called().g().unwrap();
    assert_eq!(g.expires_at(), UNIX_EPOCH + Duration::from_secs(NOW + 60));
    assert_eq!(g.table(), "users");
    assert!(g.token_id().is_some());
}

#[test]
fn a_caller_is_the_given_value_and_not_that_of_the_store() {
    let renamed = User {
        name: "Augusta".to_owned(),
        ..ada()
    };
    let of_value = g(&jwt(), &renamed).unwrap();
    assert_eq!(of_value.name, "Augusta");
    assert_eq!(of_value.into_inner(), renamed);
}

#[test]
fn a_caller_needs_no_store() {
    let jwt = JwtRoutes::builder().secret(SECRET).build().unwrap();
    assert_eq!(g(&jwt, &ada()).unwrap().name, "Ada");
    let other = users_only().build().unwrap();
    assert_eq!(g(&other, &emmy()).unwrap().name, "Emmy");
}

#[test]
fn a_caller_has_the_scheme_of_the_application() {
    let jwt = builder().scheme("Token").build().unwrap();
    assert_eq!(g(&jwt, &ada()).unwrap().name, "Ada");
}

#[test]
fn the_token_of_a_caller_can_be_renewed() {
    let jwt = jwt();
    let g = g(&jwt, &ada()).unwrap();
    let app = jwt.app_with((), routes![feed]).build().unwrap();
    let renewed = jwt.update_token(&g).unwrap();
    get("/feed")
        .bearer(renewed.as_str())
        .to(&app)
        .is(200, "Ada");
}

#[test]
fn a_token_that_is_over_at_once_gives_no_caller() {
    let jwt = users_only().leeway(Duration::ZERO).build().unwrap();
    let over = caller(&jwt, &ada()).with_token(|token| token.expires_in(Duration::ZERO));
    let error = over.g().unwrap_err();
    assert!(matches!(
        error,
        TestCallerError::Refused(RejectionKind::InvalidToken)
    ));
    assert_eq!(
        error.to_string(),
        "a guard refuses this token: the bearer token is not valid"
    );
}

#[test]
fn a_token_that_cannot_be_minted_gives_no_caller() {
    let bad = caller(&jwt(), &ada()).with_token(|token| token.scopes(["two words"]));
    let error = bad.any().unwrap_err();
    assert!(
        matches!(error, TestCallerError::Sign(SignError::Scope { .. })),
        "{error}"
    );
}
