//! `fresh = ..`: how long ago the caller logged in.

use std::time::Duration;

use jwt_router::{App, JwtRoutes, prelude::*};
use jwt_router_tests::{
    FixedClock, NOW, Refusal, RequestExt as _, User, ada, builder, claims_of, get, request,
};
use serde_json::{Value, json};

use super::user_with;

#[protected(GET, "/fresh", fresh = "15m", register = false)]
async fn fresh() -> &'static str {
    "in"
}

#[protected(GET, "/scoped", fresh = "15m", scope = "a", register = false)]
async fn scoped() -> &'static str {
    "in"
}

#[protected(POST, "/renew", register = false)]
async fn renew(g: G, jwt: JwtRoutes) -> Token {
    jwt.update_token(&g).unwrap()
}

fn app_of(jwt: &JwtRoutes) -> App {
    jwt.app_with((), routes![fresh, scoped, renew])
        .build()
        .unwrap()
}

fn app() -> App {
    app_of(&builder().build().unwrap())
}

/// A configuration, and its clock.
fn with_clock() -> (JwtRoutes, FixedClock) {
    let clock = FixedClock::at_unix(NOW);
    let jwt = builder().clock(clock.clone()).build().unwrap();
    (jwt, clock)
}

const STALE: &str = r#"Bearer error="insufficient_user_authentication", error_description="this route needs a more recent or a stronger login", max_age="900""#;

#[track_caller]
fn check(app: &App, token: &str, is_fresh: bool) {
    let answer = get("/fresh").bearer(token).to(app);
    if is_fresh {
        answer.is(200, "in");
    } else {
        // RFC 9470, section 3.
        answer.is_refused_with(Refusal::StaleLogin, STALE);
    }
}

fn renewed(app: &App, token: &str) -> String {
    let answer = request("POST", "/renew").bearer(token).to(app);
    let body: Value = serde_json::from_str(&answer.body).unwrap();
    body["token"].as_str().unwrap().to_owned()
}

// OpenID Connect Core, section 3.1.2.1: "greater than" the age is too old.
#[test]
fn a_login_is_fresh_to_the_last_second() {
    for (seconds_ago, is_fresh) in [(0, true), (899, true), (900, true), (901, false)] {
        let token = user_with(json!({"auth_time": NOW - seconds_ago}));
        check(&app(), &token, is_fresh);
    }
}

#[test]
fn a_minted_token_is_fresh_until_it_is_not() {
    let (jwt, clock) = with_clock();
    let app = app_of(&jwt);
    let minted = [
        jwt.create_token(&ada()),
        jwt.create_token_for::<User>(&1),
        jwt.token::<User>(&1).sign(),
    ];
    let minted = minted.map(|token| token.unwrap().into_string());
    for token in &minted {
        assert_eq!(claims_of(token)["auth_time"], NOW);
    }
    clock.advance(Duration::from_secs(900));
    for token in &minted {
        check(&app, token, true);
    }
    clock.advance(Duration::from_secs(1));
    for token in &minted {
        check(&app, token, false);
    }
}

#[test]
fn a_login_that_nobody_dates_is_not_fresh() {
    for claims in [
        json!({}),
        json!({"auth_time": null}),
        json!({"auth_time": NOW.to_string()}),
        json!({"auth_time": [NOW]}),
        json!({"auth_time": 1e300}),
        json!({"auth_time": -1}),
        json!({"iat": NOW}),
    ] {
        check(&app(), &user_with(claims), false);
    }
}

#[test]
fn a_login_in_the_future_is_not_fresh_beyond_the_leeway() {
    // Another server of ours, whose clock is a moment ahead.
    check(&app(), &user_with(json!({"auth_time": NOW + 1})), true);
    for (configured, seconds) in [(None, 5), (Some(0), 0), (Some(20), 20)] {
        let builder = match configured {
            Some(leeway) => builder().leeway(Duration::from_secs(leeway)),
            None => builder(),
        };
        let app = app_of(&builder.build().unwrap());
        check(&app, &user_with(json!({"auth_time": NOW + seconds})), true);
        let ahead = user_with(json!({"auth_time": NOW + seconds + 1}));
        check(&app, &ahead, false);
        // It is for clocks that go wrong, and no longer time.
        check(&app, &user_with(json!({"auth_time": NOW - 901})), false);
    }
}

#[test]
fn a_renewal_is_no_login() {
    let (jwt, clock) = with_clock();
    let app = app_of(&jwt);
    let first = jwt.create_token(&ada()).unwrap().into_string();
    clock.advance(Duration::from_secs(600));
    let second = renewed(&app, &first);
    assert_eq!(claims_of(&second)["auth_time"], NOW);
    check(&app, &second, true);
    clock.advance(Duration::from_secs(301));
    check(&app, &second, false);
    let third = renewed(&app, &second);
    assert_eq!(claims_of(&third)["auth_time"], NOW);
    check(&app, &third, false);
}

#[test]
fn a_renewal_dates_no_login_that_was_not_dated() {
    let (jwt, _) = with_clock();
    let app = app_of(&jwt);
    // A token of flask-jwt-router.
    let again = renewed(&app, &user_with(json!({})));
    assert_eq!(claims_of(&again).get("auth_time"), None);
    let odd = renewed(&app, &user_with(json!({"auth_time": "yesterday"})));
    assert_eq!(claims_of(&odd)["auth_time"], "yesterday");
    check(&app, &odd, false);
}

#[test]
fn a_token_that_is_no_login_has_no_time_of_one() {
    let (jwt, _) = with_clock();
    let link = jwt.token::<User>(&1).not_a_login().sign().unwrap();
    assert_eq!(claims_of(link.as_str()).get("auth_time"), None);
    let app = app_of(&jwt);
    check(&app, link.as_str(), false);
    check(&app, &renewed(&app, link.as_str()), false);
}

#[test]
fn a_missing_scope_is_told_before_a_stale_login() {
    let answer = get("/scoped").bearer(&user_with(json!({}))).to(&app());
    let scope = r#"Bearer error="insufficient_scope", scope="a""#;
    answer.is_refused_with(Refusal::Forbidden, scope);
    let answer = get("/scoped")
        .bearer(&user_with(json!({"scope": "a"})))
        .to(&app());
    answer.is_refused_with(Refusal::StaleLogin, STALE);
}

#[test]
fn a_handler_may_ask_for_a_login_itself() {
    #[protected(GET, "/ask", register = false)]
    async fn ask(jwt: JwtRoutes) -> Rejection {
        jwt.reject(jwt_router::RejectionKind::InsufficientUserAuthentication)
    }
    let jwt = builder().build().unwrap();
    let app = jwt.app_with((), routes![ask]).build().unwrap();
    let answer = get("/ask").bearer(&user_with(json!({}))).to(&app);
    answer.is_refused(Refusal::StaleLogin);
}
