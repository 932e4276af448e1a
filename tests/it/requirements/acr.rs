//! `acr = ..`: the authentication level of the login.

use jwt_router::{App, prelude::*};
use jwt_router_tests::{Refusal, RequestExt as _, User, builder, claims_of, get, request};
use serde_json::{Value, json};

use super::user_with;

const AAL3: &str = "aal3";

#[protected(GET, "/one", acr = "aal2", register = false)]
async fn one() -> &'static str {
    "in"
}

#[protected(GET, "/any", acr = any("aal2", AAL3), register = false)]
async fn any() -> &'static str {
    "in"
}

#[protected(POST, "/renew", register = false)]
async fn renew(g: G, jwt: JwtRoutes) -> Token {
    jwt.update_token(&g).unwrap()
}

mod narrowed {
    use jwt_router::{defaults, prelude::*};

    defaults! { acr = any("aal2", "aal3") }

    #[protected(GET, "/narrowed", acr = "aal3", register = false)]
    pub(super) async fn stricter() -> &'static str {
        "in"
    }

    #[protected(GET, "/impossible", acr = "aal1", register = false)]
    pub(super) async fn impossible() {}
}

fn app() -> App {
    let jwt = builder().build().unwrap();
    let routes = routes![one, any, narrowed::stricter, renew];
    jwt.app_with((), routes).build().unwrap()
}

fn challenge(levels: &str) -> String {
    format!(
        r#"Bearer error="insufficient_user_authentication", error_description="this route needs a more recent or a stronger login", acr_values="{levels}""#
    )
}

#[track_caller]
fn check(path: &str, claims: Value, refused: Option<&str>) {
    let answer = get(path).bearer(&user_with(claims)).to(&app());
    match refused {
        None => answer.is(200, "in"),
        // RFC 9470, section 3.
        Some(levels) => answer.is_refused_with(Refusal::StaleLogin, &challenge(levels)),
    }
}

#[test]
fn a_token_of_the_level_is_let_in() {
    check("/one", json!({"acr": "aal2"}), None);
    check("/any", json!({"acr": "aal2"}), None);
    check("/any", json!({"acr": "aal3"}), None);
    check("/narrowed", json!({"acr": "aal3"}), None);
}

#[test]
fn a_token_of_another_level_is_told_the_levels() {
    check("/one", json!({"acr": "aal3"}), Some("aal2"));
    check("/any", json!({"acr": "aal1"}), Some("aal2 aal3"));
    check("/narrowed", json!({"acr": "aal2"}), Some("aal3"));
}

#[test]
fn a_claim_of_another_type_is_no_level() {
    for claims in [
        json!({}),
        json!({"acr": null}),
        json!({"acr": ["aal2"]}),
        json!({"acr": "aal2 aal3"}),
        json!({"acr": "AAL2"}),
        json!({"acr": 2}),
    ] {
        check("/one", claims, Some("aal2"));
    }
}

#[test]
fn a_minted_token_keeps_its_level_when_it_is_renewed() {
    let jwt = builder().build().unwrap();
    let token = jwt.token::<User>(&1).acr("aal2").sign().unwrap();
    assert_eq!(claims_of(token.as_str())["acr"], "aal2");
    let app = app();
    get("/one").bearer(token.as_str()).to(&app).is(200, "in");
    let answer = request("POST", "/renew").bearer(token.as_str()).to(&app);
    let body: Value = serde_json::from_str(&answer.body).unwrap();
    let renewed = body["token"].as_str().unwrap();
    get("/one").bearer(renewed).to(&app).is(200, "in");
}

#[test]
fn the_level_is_in_the_table() {
    let table = app().policy().to_string();
    assert!(table.contains("any entity, any acr aal2 aal3"), "{table}");
    assert!(table.contains("any entity, acr aal3"), "{table}");
}

#[test]
fn levels_that_exclude_each_other_are_a_mistake_at_the_start() {
    let jwt = builder().build().unwrap();
    let error = jwt
        .app_with((), routes![narrowed::impossible])
        .build()
        .unwrap_err()
        .to_string();
    let expected = "demands `acr aal1, any acr aal2 aal3`, which no token has at once";
    assert!(error.contains(expected), "{error}");
}

#[cfg(feature = "testing")]
#[test]
fn the_matrix_sends_tokens_without_the_level() {
    use jwt_router::testing::authz_matrix;
    use jwt_router_tests::{ada, block_on, emmy};

    let jwt = builder().build().unwrap();
    let app = jwt.app_with((), routes![one, any]).build().unwrap();
    let grid = block_on(authz_matrix!(app).entity(&ada()).entity(&emmy()).run());
    let grid = grid.to_string();
    let head = grid.lines().next().unwrap();
    let column = head.find("no acr").unwrap();
    for line in grid.lines().skip(1).take(2) {
        assert!(line[column..].starts_with("401"), "{grid}");
    }
}
