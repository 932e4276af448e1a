//! How long a session lasts by renewals.

use std::time::Duration;

use jwt_router::{App, JwtRoutes, SignError, prelude::*};
use jwt_router_tests::{
    FixedClock, NOW, Refusal, RequestExt as _, User, ada, builder, claims_of, forge, get, request,
};
use serde_json::{Value, json};

use crate::log::logged;

const DAY: u64 = 24 * 60 * 60;

#[protected(POST, "/renew", register = false)]
async fn renew(g: G<User>, jwt: JwtRoutes) -> Result<Token, SignError> {
    jwt.update_token(&g)
}

#[protected(GET, "/me", register = false)]
async fn me(g: G<User>) -> String {
    g.name.clone()
}

/// An application at the time [`NOW`], and its clock.
fn app(builder: JwtRoutesBuilder) -> (JwtRoutes, App, FixedClock) {
    let clock = FixedClock::at_unix(NOW);
    let jwt = builder.clock(clock.clone()).build().unwrap();
    let app = jwt.app_with((), routes![renew, me]).build().unwrap();
    (jwt, app, clock)
}

/// The renewed token; `None` when it is refused.
#[track_caller]
fn renewed(app: &App, token: &str) -> Option<String> {
    let answer = request("POST", "/renew").bearer(token).to(app);
    if answer.status == 401 {
        answer.is_refused(Refusal::BadToken);
        return None;
    }
    assert_eq!(answer.status, 200, "{}", answer.body);
    let body: Value = serde_json::from_str(&answer.body).unwrap();
    Some(body["token"].as_str().unwrap().to_owned())
}

/// Renews a token every twenty days, and returns how many days it lasts.
fn days_of(app: &App, clock: &FixedClock, mut token: String) -> u64 {
    for day in (20..400).step_by(20) {
        clock.advance(Duration::from_secs(20 * 24 * 60 * 60));
        match renewed(app, &token) {
            Some(next) => token = next,
            None => return day,
        }
    }
    400
}

#[test]
fn a_session_ends_ninety_days_after_the_login_however_often_it_is_renewed() {
    let (jwt, app, clock) = app(builder());
    let token = jwt.create_token(&ada()).unwrap().into_string();
    assert_eq!(days_of(&app, &clock, token), 100);
}

#[test]
fn no_renewed_token_outlives_the_session() {
    let (jwt, app, clock) = app(builder().session_max(Duration::from_secs(40 * 24 * 60 * 60)));
    let token = jwt.create_token(&ada()).unwrap().into_string();
    clock.advance(Duration::from_secs(20 * 24 * 60 * 60));
    let second = renewed(&app, &token).unwrap();
    assert_eq!(claims_of(&second)["exp"], NOW + 40 * DAY);
    clock.advance(Duration::from_secs(20 * 24 * 60 * 60 + 5));
    get("/me")
        .bearer(&second)
        .to(&app)
        .is_refused(Refusal::BadToken);
}

#[test]
fn a_token_without_the_time_of_a_login_is_renewed_for_as_long_after_its_own_end() {
    let (_, app, clock) = app(builder().session_max(Duration::from_secs(60 * 24 * 60 * 60)));
    // A token of flask-jwt-router, which lives for 30 days.
    let flask = forge(&json!({"table_name": "users", "user_id": 1, "exp": NOW + 30 * DAY}));
    clock.advance(Duration::from_secs(10 * 24 * 60 * 60));
    let second = renewed(&app, &flask).unwrap();
    assert_eq!(claims_of(&second)["renewable_until"], NOW + 90 * DAY);
    clock.advance(Duration::from_secs(20 * 24 * 60 * 60));
    let third = renewed(&app, &second).unwrap();
    assert_eq!(claims_of(&third)["renewable_until"], NOW + 90 * DAY);
    // Renewals do not move the end.
    assert_eq!(days_of(&app, &clock, third), 60);
}

#[test]
fn an_odd_time_of_a_login_is_none() {
    let (_, app, clock) = app(builder());
    for auth_time in [json!("yesterday"), json!(null), json!([1]), json!(1e300)] {
        let token = forge(&json!({
            "table_name": "users", "user_id": 1, "exp": NOW + DAY, "auth_time": auth_time,
        }));
        let second = renewed(&app, &token).unwrap();
        assert_eq!(claims_of(&second)["renewable_until"], NOW + 91 * DAY);
    }
    drop(clock);
}

#[test]
fn a_login_in_the_future_is_one_of_now() {
    let (_, app, _) = app(builder().session_max(Duration::from_secs(24 * 60 * 60)));
    let token = forge(&json!({
        "table_name": "users", "user_id": 1, "exp": NOW + DAY, "auth_time": NOW + 1000 * DAY,
    }));
    let second = renewed(&app, &token).unwrap();
    assert_eq!(claims_of(&second)["exp"], NOW + DAY);
}

/// The times of the session's end that the renewed token has: its expiry, and `renewable_until`.
#[track_caller]
fn check_end(builder: JwtRoutesBuilder, ahead: u64, renewable_until: Option<u64>) {
    let (_, app, _) = app(builder.session_max(Duration::from_secs(24 * 60 * 60)));
    let token = forge(&json!({
        "table_name": "users", "user_id": 1, "exp": NOW + DAY, "auth_time": NOW + ahead,
    }));
    let second = claims_of(&renewed(&app, &token).unwrap());
    assert_eq!(second["exp"], NOW + DAY);
    assert_eq!(
        second.get("renewable_until"),
        renewable_until.map(Value::from).as_ref()
    );
}

#[test]
fn a_login_that_another_server_dates_a_moment_ahead_begins_a_session() {
    for ahead in [0, 1, 5] {
        check_end(builder(), ahead, None);
    }
    check_end(builder(), 6, Some(NOW + DAY));
    let leeway = |seconds| builder().leeway(Duration::from_secs(seconds));
    check_end(leeway(0), 1, Some(NOW + DAY));
    check_end(leeway(30), 30, None);
}

#[test]
fn a_login_in_the_future_is_not_renewed_for_ever() {
    let (_, app, clock) = app(builder());
    let token = forge(&json!({
        "table_name": "users", "user_id": 1, "exp": NOW + 30 * DAY, "auth_time": NOW + 1000 * DAY,
    }));
    // 90 days after the first renewal.
    assert_eq!(days_of(&app, &clock, token), 120);
}

#[test]
fn the_end_of_a_session_is_401_with_a_code_of_its_own() {
    let (jwt, app, _) = app(builder().session_max(Duration::ZERO));
    let token = jwt.create_token(&ada()).unwrap().into_string();
    get("/me").bearer(&token).to(&app).is(200, "Ada");
    let log = logged(|| assert_eq!(renewed(&app, &token), None));
    assert_eq!(log[0]["fields"]["code"], "session_expired", "{log:?}");
}

#[test]
fn the_end_of_a_session_names_the_configured_scheme() {
    let (jwt, app, _) = app(builder().session_max(Duration::ZERO).scheme("Token"));
    let token = jwt.create_token(&ada()).unwrap().into_string();
    let authorization = format!("Token {token}");
    let renewal = request("POST", "/renew").with("authorization", authorization.as_bytes());
    let answer = renewal.to(&app);
    assert_eq!(answer.status, 401);
    assert_eq!(
        answer.header("www-authenticate"),
        r#"Token error="invalid_token""#
    );
    assert!(
        answer
            .body
            .contains("the token of the scheme Token is not valid"),
        "{}",
        answer.body
    );
}

#[test]
fn the_end_of_a_session_has_the_body_of_on_reject() {
    let builder = builder()
        .session_max(Duration::ZERO)
        .on_reject(|rejection| {
            let kind = rejection.kind();
            format!("{kind:?}: {}", rejection.detail())
        });
    let (jwt, app, _) = app(builder);
    let token = jwt.create_token(&ada()).unwrap().into_string();
    let answer = request("POST", "/renew").bearer(&token).to(&app);
    answer.is(401, "InvalidToken: the bearer token is not valid");
    assert_eq!(
        answer.header("www-authenticate"),
        r#"Bearer error="invalid_token""#
    );
    assert_eq!(answer.header("cache-control"), "no-store");
}
