//! Tokens with another scheme than `Bearer` in the `Authorization` header.

use axum::{Router, routing::any};
use jwt_router::{App, ConfigProblem, RejectionKind, prelude::*};
use jwt_router_tests::{Answer, RequestExt as _, User, ada, builder, emmy, get, jwt, token};
use serde_json::{Value, json};

#[protected(GET, "/me", query = "auth", register = false)]
async fn me(g: G<User>) -> String {
    g.claims::<Value>().unwrap()["user_id"].to_string()
}

#[protected(GET, "/drafts", scope = "drafts", register = false)]
async fn drafts() {}

#[protected(GET, "/account", fresh = "15m", acr = "aal2", register = false)]
async fn account() {}

#[whitelist(GET, "/feed", register = false)]
async fn feed(g: Option<G<User>>) -> String {
    g.map_or("stranger".to_owned(), |g| g.name.clone())
}

fn app() -> App {
    let jwt = builder().scheme("Token").build().unwrap();
    let by_hand = Router::new().route("/by-hand", any(|_: G<User>| async { "in" }));
    let app = jwt.app_with((), routes![me, drafts, account, feed]);
    app.merge(by_hand).build().unwrap()
}

fn send(target: &str, authorization: &str) -> Answer {
    let request = get(target).with("authorization", authorization.as_bytes());
    request.to(&app())
}

#[track_caller]
fn check(answer: &Answer, status: u16, challenge: &str, detail: &str) {
    assert_eq!(answer.status, status);
    assert_eq!(answer.header("www-authenticate"), challenge);
    assert_eq!(answer.header("cache-control"), "no-store");
    let body: Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(body["detail"], detail);
    assert_eq!(body["status"], status);
}

const NO_TOKEN: &str = "this route needs a token of the scheme Token";

#[test]
fn a_token_of_the_configured_scheme_is_taken() {
    for scheme in ["Token", "token", "TOKEN  "] {
        let authorization = format!("{scheme} {}", token(&ada()));
        send("/me", &authorization).is(200, "1");
        send("/feed", &authorization).is(200, "Ada");
        send("/by-hand", &authorization).is(200, "in");
    }
}

#[test]
fn the_url_holds_a_token_without_a_scheme() {
    let target = format!("/me?auth={}", token(&ada()));
    assert_eq!(get(&target).to(&app()).status, 200);
}

#[test]
fn bearer_is_then_another_scheme() {
    let authorization = format!("Bearer {}", token(&ada()));
    check(&send("/me", &authorization), 401, "Token", NO_TOKEN);
    check(&send("/by-hand", &authorization), 401, "Token", NO_TOKEN);
}

#[test]
fn every_refusal_has_the_configured_scheme() {
    check(&get("/me").to(&app()), 401, "Token", NO_TOKEN);
    check(
        &send("/me", "Token"),
        400,
        r#"Token error="invalid_request""#,
        "send exactly one token of the scheme Token, in one place",
    );
    check(
        &send("/feed", "Token a.b.c"),
        401,
        r#"Token error="invalid_token""#,
        "the token of the scheme Token is not valid",
    );
    check(
        &send("/me", &format!("Token {}", token(&emmy()))),
        403,
        r#"Token error="insufficient_scope""#,
        "the token of the scheme Token does not give access to this route",
    );
}

#[test]
fn the_challenge_of_a_requirement_has_the_configured_scheme() {
    let token = token(&ada());
    let challenge = |target| {
        let answer = send(target, &format!("Token {token}"));
        answer.header("www-authenticate").to_owned()
    };
    assert_eq!(
        challenge("/drafts"),
        r#"Token error="insufficient_scope", scope="drafts""#
    );
    assert_eq!(
        challenge("/account"),
        r#"Token error="insufficient_user_authentication", error_description="this route needs a more recent or a stronger login", acr_values="aal2""#
    );
}

#[test]
fn a_rejection_of_a_handler_and_on_reject_have_the_configured_scheme() {
    let jwt = builder().scheme("Token").on_reject(ToString::to_string);
    let jwt = jwt.build().unwrap();
    let rejection = jwt.reject(RejectionKind::MissingToken);
    assert_eq!(rejection.challenge().unwrap(), "Token");
    assert_eq!(rejection.to_string(), NO_TOKEN);
    assert!(rejection.problem().contains(NO_TOKEN));
    let app = jwt.app_with((), routes![me]).build().unwrap();
    get("/me").to(&app).is(401, NO_TOKEN);
}

#[test]
fn the_scheme_is_bearer_unless_configured() {
    assert_eq!(jwt().scheme(), "Bearer");
    let jwt = builder().scheme("BEARER").build().unwrap();
    assert_eq!(jwt.scheme(), "Bearer");
    let app = jwt.app_with((), routes![me]).build().unwrap();
    get("/me").bearer(&token(&ada())).to(&app).is(200, "1");
    assert_eq!(get("/me").to(&app).header("www-authenticate"), "Bearer");
}

#[track_caller]
fn check_problem(scheme: &str, words: &str) {
    let error = builder().scheme(scheme).build().unwrap_err();
    assert!(
        matches!(error.problems(), [ConfigProblem::Scheme { .. }]),
        "{error}"
    );
    assert!(error.to_string().contains(words), "{error}");
}

// RFC 9110, section 11.1.
#[test]
fn a_scheme_that_is_no_word_is_a_problem() {
    check_problem(
        "",
        "`` cannot be the scheme of tokens, such as `Token`: it is empty",
    );
    for scheme in [
        "Token ",
        "To ken",
        "Token:",
        "T\u{f6}ken",
        "\"Token\"",
        "Token\n",
    ] {
        check_problem(scheme, "a scheme is one word of ASCII letters");
    }
}

#[test]
fn a_scheme_with_credentials_of_another_form_is_a_problem() {
    for scheme in ["Basic", "basic", "Digest", "Negotiate", "DPoP", "OAuth"] {
        check_problem(scheme, "leave `Bearer`, or write a name of your own");
    }
}

#[test]
fn the_environment_sets_the_scheme() {
    let vars = [
        ("JWT_ROUTER_SECRET", jwt_router_tests::SECRET),
        ("JWT_ROUTER_SCHEME", "Token"),
    ];
    let jwt = JwtRoutesBuilder::from_vars(vars).unwrap().build().unwrap();
    assert_eq!(jwt.scheme(), "Token");
    let error = JwtRoutesBuilder::from_vars([("JWT_ROUTER_SCHEME", "Basic")]).unwrap_err();
    let error = error.to_string();
    assert!(
        error.contains("the environment variable `JWT_ROUTER_SCHEME`: `Basic` cannot be"),
        "{error}"
    );
}

#[cfg(feature = "testing")]
#[test]
fn test_headers_have_the_configured_scheme() {
    use jwt_router::testing::{authorization, bearer, test_headers};

    let jwt = builder().scheme("Token").build().unwrap();
    let headers = test_headers(&jwt, &ada()).unwrap();
    let value = headers["authorization"].to_str().unwrap();
    send("/me", value).is(200, "1");
    let token = jwt.create_token(&ada()).unwrap();
    let value = authorization(&jwt, &token);
    assert_eq!(value.to_str().unwrap(), format!("Token {}", token.as_str()));
    assert!(value.is_sensitive());
    assert_eq!(
        bearer(&token).to_str().unwrap(),
        format!("Bearer {}", token.as_str())
    );
}

#[cfg(feature = "testing")]
#[test]
fn the_matrix_sends_tokens_of_the_configured_scheme() {
    use jwt_router::testing::authz_matrix;

    let jwt = builder().scheme("Token").build().unwrap();
    let app = jwt.app_with((), routes![me, drafts, feed]).build().unwrap();
    let matrix = authz_matrix!(app).entity(&ada()).entity(&emmy());
    jwt_router_tests::block_on(matrix.run());
}

#[test]
fn a_scheme_changes_no_policy() {
    let policy = |scheme: &str| {
        let jwt = builder().scheme(scheme).build().unwrap();
        let app = jwt.app_with((), routes![me, feed]).build().unwrap();
        json!(app.policy())
    };
    assert_eq!(policy("Token"), policy("Bearer"));
}
