//! `factor = ..`: the methods by which the caller has authenticated.

use jwt_router::{App, prelude::*};
use jwt_router_tests::{Refusal, RequestExt as _, User, builder, claims_of, get, request};
use serde_json::{Value, json};

use super::user_with;

enum Factor {
    Otp,
}

impl AsRef<str> for Factor {
    fn as_ref(&self) -> &str {
        match self {
            Self::Otp => "otp",
        }
    }
}

#[protected(GET, "/one", factor = Factor::Otp, register = false)]
async fn one() -> &'static str {
    "in"
}

#[protected(GET, "/any", factor = any("hwk", "otp"), register = false)]
async fn any() -> &'static str {
    "in"
}

#[protected(GET, "/all", factor = ["pwd", "otp"], register = false)]
async fn all() -> &'static str {
    "in"
}

#[protected(POST, "/renew", register = false)]
async fn renew(g: G, jwt: JwtRoutes) -> Token {
    jwt.update_token(&g).unwrap()
}

fn app() -> App {
    let jwt = builder().build().unwrap();
    jwt.app_with((), routes![one, any, all, renew])
        .build()
        .unwrap()
}

#[track_caller]
fn check(path: &str, claims: Value, is_let_in: bool) {
    let answer = get(path).bearer(&user_with(claims)).to(&app());
    if is_let_in {
        answer.is(200, "in");
    } else {
        answer.is_refused(Refusal::StaleLogin);
    }
}

#[test]
fn one_of_several_factors_will_do() {
    check("/any", json!({"amr": ["pwd", "hwk"]}), true);
    check("/any", json!({"amr": ["otp"]}), true);
    check("/any", json!({"amr": ["pwd"]}), false);
}

#[test]
fn every_factor_of_a_list_is_needed() {
    check("/all", json!({"amr": ["otp", "pwd"]}), true);
    check("/all", json!({"amr": ["otp"]}), false);
    check("/all", json!({"amr": ["pwd"]}), false);
}

#[test]
fn a_factor_may_be_a_variant() {
    check("/one", json!({"amr": ["otp"]}), true);
    check("/one", json!({"amr": ["hwk"]}), false);
}

// RFC 8176, section 1: the claim is an array of strings.
#[test]
fn a_claim_of_another_type_has_no_factor() {
    for claims in [
        json!({}),
        json!({"amr": null}),
        json!({"amr": "otp"}),
        json!({"amr": [1, "otp"]}),
        json!({"amr": {"otp": true}}),
        json!({"amr": ["OTP"]}),
        json!({"acr": ["otp"]}),
    ] {
        check("/one", claims, false);
    }
}

#[test]
fn a_minted_token_keeps_its_factors_when_it_is_renewed() {
    let jwt = builder().build().unwrap();
    let token = jwt.token::<User>(&1).acr("aal2").factors(["pwd", "otp"]);
    let token = token.sign().unwrap().into_string();
    assert_eq!(claims_of(&token)["amr"], json!(["pwd", "otp"]));
    let app = app();
    get("/all").bearer(&token).to(&app).is(200, "in");
    let answer = request("POST", "/renew").bearer(&token).to(&app);
    let body: Value = serde_json::from_str(&answer.body).unwrap();
    let renewed = body["token"].as_str().unwrap();
    assert_eq!(claims_of(renewed)["acr"], "aal2");
    get("/all").bearer(renewed).to(&app).is(200, "in");
}

#[cfg(feature = "testing")]
#[test]
fn the_matrix_sends_tokens_without_a_factor() {
    use jwt_router::testing::authz_matrix;
    use jwt_router_tests::{ada, block_on, emmy};

    let jwt = builder().build().unwrap();
    let app = jwt.app_with((), routes![one, any, all]).build().unwrap();
    let grid = block_on(authz_matrix!(app).entity(&ada()).entity(&emmy()).run());
    let grid = grid.to_string();
    let head = grid.lines().next().unwrap();
    let column = head.find("no factor").unwrap();
    for line in grid.lines().skip(1).take(3) {
        assert!(line[column..].starts_with("401"), "{grid}");
    }
}
