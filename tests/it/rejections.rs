//! Refusals: the body that an application may replace.

use axum::{
    Json, Router,
    http::{StatusCode, header},
    routing::any,
};
use jwt_router::{RejectionKind, prelude::*};
use jwt_router_tests::{
    NOW, Refusal, RequestExt as _, SECRET, User, ada, builder, emmy, get, token,
};
use serde_json::{Value, json};

use crate::log::{app, refused, send};

// SECURITY.md, Response.
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
        .clock(jwt_router_tests::FixedClock::at_unix(NOW))
        .on_reject(|_| ([(header::WWW_AUTHENTICATE, "Basic")], "sorry"))
        .entity::<User>(|_: i64| async { Err::<Option<User>, _>("down") });
    let app = crate::log::app(down);
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
        (
            RejectionKind::InsufficientUserAuthentication,
            Refusal::StaleLogin,
        ),
        (RejectionKind::Unavailable, Refusal::Unavailable),
        (RejectionKind::Internal, Refusal::Fault),
        (RejectionKind::Unguarded, Refusal::Unguarded),
    ] {
        let (status, challenge, body) = refusal.parts();
        assert_eq!(kind.status(), status);
        assert_eq!(kind.challenge().unwrap_or_default(), challenge);
        let body: Value = serde_json::from_str(body).unwrap();
        assert_eq!(body["status"], status);
    }
}
