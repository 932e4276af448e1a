//! Refusals: the body that an application may replace, and what is said of them in the log.

use axum::{
    Json, Router,
    http::{StatusCode, header},
    routing::any,
};
use jwt_router::{App, Builder, RejectionKind, prelude::*, routes};
use jwt_router_tests::{
    NOW, Refusal, RequestExt as _, SECRET, User, ada, builder, emmy, forge, get, token,
};
use serde_json::{Value, json};

#[protected(GET, "/user", query = "auth", register = false)]
async fn user(_g: G<User>) -> &'static str {
    "in"
}

#[whitelist(GET, "/feed", register = false)]
async fn feed(_g: Option<G<User>>) -> &'static str {
    "in"
}

fn app(builder: Builder) -> App {
    let jwt = builder.build().unwrap();
    jwt.app_with((), routes![user, feed]).build().unwrap()
}

/// Requests that are refused in each way: target, token, refusal, code of the log.
fn refused() -> [(String, Option<String>, Refusal, &'static str); 8] {
    let claims = json!({"table_name": "users", "user_id": 1, "exp": NOW});
    let expired = forge(&claims);
    let deleted = token(&User {
        user_id: 9,
        ..ada()
    });
    let good = token(&ada());
    let target = |target: &str| target.to_owned();
    [
        (
            target("/user?x=marker"),
            None,
            Refusal::NoToken,
            "missing_token",
        ),
        (
            target("/user"),
            Some("Bearer".into()),
            Refusal::BadRequest,
            "malformed_header",
        ),
        (
            target("/user?auth=a&auth=b"),
            None,
            Refusal::BadRequest,
            "repeated_parameter",
        ),
        (
            format!("/user?auth={good}"),
            Some(format!("Bearer {good}")),
            Refusal::BadRequest,
            "two_transports",
        ),
        (
            target("/user"),
            Some(format!("Bearer {expired}")),
            Refusal::BadToken,
            "expired",
        ),
        (
            target("/user"),
            Some(format!("Bearer {deleted}")),
            Refusal::BadToken,
            "no_such_entity",
        ),
        (
            target("/user"),
            Some(format!("Bearer {}", token(&emmy()))),
            Refusal::Forbidden,
            "other_entity",
        ),
        (
            target("/feed"),
            Some("Bearer a.b.c".into()),
            Refusal::BadToken,
            "bad_encoding",
        ),
    ]
}

#[track_caller]
fn send(app: &App, target: &str, authorization: Option<&str>) -> jwt_router_tests::Answer {
    let mut request = get(target);
    if let Some(authorization) = authorization {
        request = request.with("authorization", authorization.as_bytes());
    }
    request.to(app)
}

// SECURITY.md, Answer.
#[test]
fn an_application_replaces_the_body_and_nothing_else() {
    let app = app(builder().on_reject(|rejection| {
        (
            StatusCode::OK,
            [
                (header::CACHE_CONTROL, "public, max-age=9"),
                (header::WWW_AUTHENTICATE, "Basic"),
            ],
            Json(json!({"sorry": rejection.status().as_u16(), "kind": format!("{:?}", rejection.kind())})),
        )
    }));
    for (target, authorization, refusal, _) in refused() {
        let answer = send(&app, &target, authorization.as_deref());
        let (status, challenge, _) = refusal.parts();
        assert_eq!(answer.status, status);
        assert_eq!(answer.header("www-authenticate"), challenge);
        assert_eq!(answer.header("cache-control"), "no-store");
        assert_eq!(answer.header("content-type"), "application/json");
        let body: Value = serde_json::from_str(&answer.body).unwrap();
        assert_eq!(body["sorry"], status);
    }
}

#[test]
fn a_replaced_body_is_for_stores_and_merged_routers_too() {
    let jwt = builder().on_reject(|_| "sorry").build().unwrap();
    let by_hand = Router::new()
        .route("/any", any(|| async { "in" }))
        .route("/user", any(|_: G<User>| async { "in" }));
    let app = jwt.app_with((), routes![]).merge(by_hand).build().unwrap();
    get("/any").to(&app).is(401, "sorry");
    get("/user")
        .bearer(&token(&emmy()))
        .to(&app)
        .is(403, "sorry");

    let down = JwtRoutes::builder()
        .secret(SECRET)
        .clock(jwt_router::testing::FixedClock::at_unix(NOW))
        .on_reject(|_| ([(header::WWW_AUTHENTICATE, "Basic")], "sorry"))
        .entity::<User>(|_: i64| async { Err::<Option<User>, _>("down") });
    let app = self::app(down);
    let answer = get("/user").bearer(&token(&ada())).to(&app);
    answer.is(503, "sorry");
    assert_eq!(answer.header("www-authenticate"), "");
}

#[test]
fn each_kind_has_its_status_and_challenge() {
    for (kind, refusal) in [
        (RejectionKind::MissingToken, Refusal::NoToken),
        (RejectionKind::InvalidRequest, Refusal::BadRequest),
        (RejectionKind::InvalidToken, Refusal::BadToken),
        (RejectionKind::InsufficientScope, Refusal::Forbidden),
        (RejectionKind::Unavailable, Refusal::Unavailable),
        (RejectionKind::Unguarded, Refusal::Unguarded),
    ] {
        let (status, challenge, body) = refusal.parts();
        assert_eq!(kind.status(), status);
        assert_eq!(kind.challenge().unwrap_or_default(), challenge);
        let body: Value = serde_json::from_str(body).unwrap();
        assert_eq!(body["status"], status);
    }
}
