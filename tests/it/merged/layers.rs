//! What layers do outside of the guard, and behind it.

use axum::{
    Router,
    http::StatusCode,
    response::Redirect,
    routing::{any, get as by_get},
};
use jwt_router_tests::{Refusal, RequestExt as _, ada, get, request, token};
use tower_http::cors::CorsLayer;

use super::{app, marker};

// SECURITY.md, rule 3: preflight is answered by a CORS layer outside the guard.
#[test]
fn a_cors_layer_outside_answers_preflight() {
    let router = Router::new().route("/any", any(marker));
    let app = app(router).layer(CorsLayer::permissive());
    let preflight = request("OPTIONS", "/any")
        .with("origin", b"https://app.example")
        .with("access-control-request-method", b"POST")
        .to(&app);
    assert_eq!((preflight.status, preflight.body.as_str()), (200, ""));
    assert_eq!(preflight.header("access-control-allow-origin"), "*");
    let refused = get("/any").with("origin", b"https://app.example").to(&app);
    assert_eq!(refused.status, 401);
    assert_eq!(refused.header("access-control-allow-origin"), "*");
}

#[test]
fn layers_of_a_merged_router_run_behind_the_guard() {
    let router = Router::new()
        .route("/old", by_get(marker))
        .layer(axum::middleware::from_fn(
            |_: axum::extract::Request, _: axum::middleware::Next| async {
                (StatusCode::IM_A_TEAPOT, "marker")
            },
        ));
    let app = app(router);
    get("/old").to(&app).is_refused(Refusal::NoToken);
    get("/old")
        .bearer(&token(&ada()))
        .to(&app)
        .is(418, "marker");
}

#[test]
fn a_redirecting_fallback_tells_nobody_where_to() {
    let router = Router::new().fallback(|| async { Redirect::to("/marker") });
    let app = app(router);
    get("/x").to(&app).is_refused(Refusal::NoToken);
    let answer = get("/x").bearer(&token(&ada())).to(&app);
    assert_eq!((answer.status, answer.header("location")), (303, "/marker"));
}
