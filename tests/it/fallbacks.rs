//! The application's own handlers for unknown paths and wrong methods.

use axum::{
    Json, Router,
    extract::{OriginalUri, Query, Request, State},
    http::{HeaderMap, Method, StatusCode, Uri},
    response::IntoResponse as _,
    routing::{any, get as by_get, post},
};
use jwt_router::{App, AppBuilder, BuildProblem, prelude::*};
use jwt_router_tests::{Refusal, RequestExt as _, User, ada, builder, get, jwt, request, token};
use serde_json::Value;

#[protected(GET, "/me", register = false)]
async fn me(_g: G<User>) -> &'static str {
    "me"
}

#[protected(POST, "/pay", register = false)]
async fn pay(_g: G<User>) -> &'static str {
    "paid"
}

#[whitelist(POST, "/login", register = false)]
async fn login() -> &'static str {
    "logged in"
}

#[whitelist(GET, "/{page}", register = false)]
async fn page() -> &'static str {
    "page"
}

async fn unknown(uri: Uri) -> (StatusCode, String) {
    (StatusCode::NOT_FOUND, format!("no {uri}"))
}

async fn wrong(method: Method, uri: Uri) -> (StatusCode, String) {
    let body = format!("no {method} of {}", uri.path());
    (StatusCode::METHOD_NOT_ALLOWED, body)
}

async fn marker() -> &'static str {
    "marker"
}

fn under_api() -> AppBuilder {
    let jwt = builder().api_name("/api").build().unwrap();
    jwt.app_with((), routes![me, pay, login])
}

/// The application with both fallbacks.
fn complete(app: AppBuilder) -> App {
    app.fallback(unknown)
        .method_not_allowed_fallback(wrong)
        .build()
        .unwrap()
}

/// Applications with the fallbacks: alone, and beside merged routers.
fn apps() -> [App; 2] {
    let by_hand = Router::new()
        .route("/by-hand", by_get(marker))
        .nest("/nested", Router::new().route("/post", post(marker)));
    [complete(under_api()), complete(under_api().merge(by_hand))]
}

#[test]
fn an_unknown_path_gets_the_fallback() {
    for app in &apps() {
        for target in ["/", "/typo?x=1", "/api", "/api/typo", "/nested", "/m%65"] {
            for method in ["GET", "POST", "OPTIONS", "PURGE"] {
                request(method, target)
                    .to(app)
                    .is(404, &format!("no {target}"));
            }
        }
    }
}

#[test]
fn head_of_an_unknown_path_gets_the_fallback_without_a_body() {
    for app in &apps() {
        request("HEAD", "/typo").to(app).is(404, "");
    }
}

#[test]
fn a_target_that_is_no_path_gets_the_fallback() {
    for app in &apps() {
        for (method, target) in [("OPTIONS", "*"), ("CONNECT", "localhost:80")] {
            let answer = request(method, target).to(app);
            assert_eq!(answer.status, 404, "{method} {target}");
        }
    }
}

#[test]
fn a_fallback_verifies_no_token() {
    for app in &apps() {
        get("/typo").bearer("a.b.c").to(app).is(404, "no /typo");
    }
}

#[test]
fn routes_stay_guarded_beside_fallbacks() {
    for app in &apps() {
        get("/api/me").to(app).is_refused(Refusal::NoToken);
        request("POST", "/api/pay")
            .to(app)
            .is_refused(Refusal::NoToken);
        get("/api/me").bearer(&token(&ada())).to(app).is(200, "me");
        request("POST", "/api/login").to(app).is(200, "logged in");
    }
    get("/by-hand").to(&apps()[1]).is_refused(Refusal::NoToken);
}

#[test]
fn a_wrong_method_gets_the_fallback_and_the_methods_of_the_path() {
    for app in &apps() {
        for (method, target, allowed) in [
            ("POST", "/api/me", "GET,HEAD"),
            ("OPTIONS", "/api/me", "GET,HEAD"),
            ("PURGE", "/api/me", "GET,HEAD"),
            ("GET", "/api/pay", "POST"),
            ("DELETE", "/api/login", "POST"),
        ] {
            let answer = request(method, target).to(app);
            answer.is(405, &format!("no {method} of {target}"));
            assert_eq!(answer.header("allow"), allowed);
        }
    }
}

#[test]
fn a_wrong_method_in_a_merged_router_gets_the_fallback() {
    let app = &apps()[1];
    for (method, target, allowed) in [
        ("POST", "/by-hand", "GET,HEAD"),
        ("GET", "/nested/post", "POST"),
    ] {
        let answer = request(method, target).to(app);
        assert_eq!(answer.status, 405);
        assert_eq!(answer.header("allow"), allowed);
        assert!(answer.body.starts_with("no "), "{}", answer.body);
    }
}

#[test]
fn head_with_a_wrong_method_gets_the_fallback_without_a_body() {
    for app in &apps() {
        let answer = request("HEAD", "/api/pay").to(app);
        answer.is(405, "");
        assert_eq!(answer.header("allow"), "POST");
    }
}

/// Targets that a reader behind a fallback could take for `/api/me` or `/by-hand`.
const SPELLINGS: [&str; 9] = [
    "/api/me/",
    "/api//me",
    "/api/m%65",
    "/api/m%2565",
    "/api/me;v=1",
    "/api/%2e/me",
    "/api%2fme",
    "/api/../api/me",
    "/by%2Dhand",
];

// SECURITY.md, Paths.
#[test]
fn a_fallback_does_not_serve_another_spelling_of_a_guarded_path() {
    let by_hand = Router::new().route("/by-hand", by_get(marker));
    let app = under_api().merge(by_hand).fallback(async || "marker");
    let app = app.build().unwrap();
    for target in SPELLINGS {
        for method in ["GET", "HEAD"] {
            request(method, target).to(&app).is(404, "");
        }
    }
}

#[test]
fn a_fallback_serves_a_spelling_that_only_another_method_could_reach() {
    let app = complete(under_api());
    request("POST", "/api/m%65")
        .to(&app)
        .is(404, "no /api/m%65");
}

// `GET /api/{page}` is public, and `POST /api/pay` is not: the router finds `{page}` for `pa%79`.
#[test]
fn a_fallback_of_wrong_methods_does_not_serve_another_spelling_of_a_guarded_path() {
    let app = builder().api_name("/api").build().unwrap();
    let app = complete(app.app_with((), routes![pay, page]));
    get("/api/pa%79").to(&app).is(200, "page");
    request("POST", "/api/other")
        .to(&app)
        .is(405, "no POST of /api/other");
    let answer = request("POST", "/api/pa%79").to(&app);
    answer.is(405, "");
    assert_eq!(answer.header("allow"), "GET,HEAD");
}

#[test]
fn a_public_service_leaves_unknown_paths_under_the_prefix_to_the_fallback() {
    let app = complete(under_api().ignored_service("/", any(async || "page")));
    get("/about").to(&app).is(200, "page");
    get("/api/typo").to(&app).is(404, "no /api/typo");
    get("/api/m%65").to(&app).is(404, "");
    get("/api/me").to(&app).is_refused(Refusal::NoToken);
}

#[test]
fn a_public_catch_all_leaves_unknown_paths_under_the_prefix_to_the_fallback() {
    #[ignored(GET, "/{*rest}", register = false)]
    async fn everything() -> &'static str {
        "page"
    }
    let jwt = builder().api_name("/api").build().unwrap();
    let app = complete(jwt.app_with((), routes![me, everything]));
    get("/about").to(&app).is(200, "page");
    get("/api/typo").to(&app).is(404, "no /api/typo");
    get("/api/m%65").to(&app).is(404, "");
}

#[test]
fn a_fallback_takes_what_axum_extracts() {
    #[derive(serde::Deserialize)]
    struct Page {
        page: u8,
    }
    async fn every(
        State(name): State<&'static str>,
        method: Method,
        OriginalUri(uri): OriginalUri,
        headers: HeaderMap,
        Query(Page { page }): Query<Page>,
        Json(body): Json<Value>,
    ) -> String {
        let header = headers["x-name"].to_str().unwrap();
        format!("{name} {method} {uri} {header} {page} {body}")
    }
    let app = jwt().app_with("state", routes![me]);
    let app = app.fallback(every).build().unwrap();
    request("PUT", "/a?page=7")
        .with("x-name", b"value")
        .json("[1]")
        .to(&app)
        .is(200, "state PUT /a?page=7 value 7 [1]");
    // An argument that cannot be extracted is axum's refusal.
    assert_eq!(get("/a?page=x").to(&app).status, 400);
}

#[test]
fn a_fallback_may_pass_the_request_on() {
    let app = under_api().fallback(async |request: Request| {
        let (parts, body) = request.into_parts();
        let body = axum::body::to_bytes(body, 64).await.unwrap();
        let body = String::from_utf8(body.into()).unwrap();
        (StatusCode::BAD_GATEWAY, format!("{} {body}", parts.uri)).into_response()
    });
    let app = app.build().unwrap();
    let answer = request("POST", "/elsewhere").json("{}").to(&app);
    answer.is(502, "/elsewhere {}");
}

#[test]
fn a_fallback_of_registered_handlers_takes_a_supplied_state() {
    let app = jwt().app_with((), routes![me]).state("supplied");
    let app = app
        .fallback(async |State(name): State<&'static str>| name)
        .build()
        .unwrap();
    get("/typo").to(&app).is(200, "supplied");
}

#[test]
fn a_state_that_a_fallback_misses_is_an_error() {
    let app = under_api().fallback(async |State(_): State<u8>| ());
    let error = app.build().unwrap_err();
    let text = error.to_string();
    assert!(
        text.contains("`fallback(..)` (tests/it/fallbacks.rs:"),
        "{text}"
    );
    assert!(
        text.ends_with(
            "needs the state `u8`, which was not supplied (supplied: none): call `.state(..)` with it"
        ),
        "{text}"
    );
}

#[test]
fn a_second_fallback_is_an_error() {
    let app = under_api()
        .fallback(unknown)
        .method_not_allowed_fallback(wrong)
        .fallback(unknown);
    let error = app.build().unwrap_err();
    assert!(
        matches!(error.problems(), [BuildProblem::RepeatedFallback { .. }]),
        "{error}"
    );
}

#[test]
fn a_merged_router_with_a_fallback_of_its_own_is_an_error_beside_the_fallback() {
    let app = under_api()
        .merge(Router::new().fallback(marker))
        .fallback(unknown);
    let text = app.build().unwrap_err().to_string();
    assert!(
        text.contains("`merge(..)` (tests/it/fallbacks.rs:"),
        "{text}"
    );
    assert!(text.contains("`Router::reset_fallback`"), "{text}");
}

#[test]
fn a_fallback_of_a_merged_router_stays_guarded_without_that_of_the_application() {
    let app = under_api()
        .merge(Router::new().fallback(marker))
        .method_not_allowed_fallback(wrong)
        .build()
        .unwrap();
    get("/typo").to(&app).is_refused(Refusal::NoToken);
    get("/typo")
        .bearer(&token(&ada()))
        .to(&app)
        .is(200, "marker");
    request("POST", "/api/me")
        .to(&app)
        .is(405, "no POST of /api/me");
}

#[test]
fn fallbacks_inside_of_a_merged_router_stay_guarded() {
    let nested = Router::new().fallback(marker);
    let router = Router::new()
        .nest("/nested", nested)
        .route("/own", by_get(marker).fallback(marker))
        .route("/shared", by_get(marker))
        .method_not_allowed_fallback(marker);
    let app = complete(under_api().merge(router));
    for (method, target) in [
        ("GET", "/nested/typo"),
        ("POST", "/own"),
        ("POST", "/shared"),
    ] {
        request(method, target)
            .to(&app)
            .is_refused(Refusal::NoToken);
        let answer = request(method, target).bearer(&token(&ada())).to(&app);
        answer.is(200, "marker");
    }
    get("/typo").to(&app).is(404, "no /typo");
}

#[test]
fn fallbacks_are_public_lines_of_the_policy() {
    let app = complete(jwt().app_with((), routes![me]));
    let lines: Vec<_> = app
        .policy()
        .routes()
        .iter()
        .map(|route| {
            let access = route.access.is_public();
            (&*route.method, &*route.path, access, &*route.handler)
        })
        .collect();
    assert_eq!(
        lines,
        [
            ("GET", "/me", false, "it::fallbacks::me"),
            ("*", "404", true, "fallback(..)"),
            ("*", "405", true, "method_not_allowed_fallback(..)"),
        ]
    );
}

#[test]
fn a_fallback_that_the_lock_file_does_not_have_is_an_error() {
    let lock = "GET  /me  protected users  it::fallbacks::me\n";
    let app = || jwt().app_with((), routes![me]);
    let text = app().fallback(unknown).locked(lock).build().unwrap_err();
    assert!(
        text.to_string().contains("* 404 is new, and PUBLIC"),
        "{text}"
    );
    let lock = format!("{lock}*  404  PUBLIC  fallback(..)\n");
    assert!(app().fallback(unknown).locked(&lock).build().is_ok());
}

#[test]
fn fallbacks_are_part_of_an_application_inside_another() {
    let inner = complete(jwt().app_with((), routes![me]));
    let outer = Router::new()
        .nest("/shop", inner.into_router())
        .with_state(());
    get("/shop/typo").to(&outer).is(404, "no /typo");
    get("/shop/m%65").to(&outer).is(404, "");
    request("POST", "/shop/me")
        .to(&outer)
        .is(405, "no POST of /me");
    get("/shop/me").to(&outer).is_refused(Refusal::NoToken);
    get("/typo").to(&outer).is(404, "");
}

#[cfg(feature = "testing")]
#[test]
fn the_matrix_tries_fallbacks() {
    let app = complete(jwt().app_with((), routes![me]));
    let matrix = jwt_router::testing::authz_matrix!(app)
        .entity(&ada())
        .entity(&jwt_router_tests::emmy());
    let grid = jwt_router_tests::block_on(matrix.run());
    assert_eq!(grid.cell("* 404", "no token"), 404);
    assert_eq!(grid.cell("* 405", "no token"), 405);
    assert!(!grid.to_string().contains("were not tried"), "{grid}");
}
