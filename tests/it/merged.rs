//! Routers that were written by hand: every route is guarded, but for the exceptions.

mod layers;

use axum::{
    Router,
    extract::MatchedPath,
    http::Method,
    routing::{any, get as by_get, post},
};
use jwt_router::{App, AppBuilder, prelude::*};
use jwt_router_tests::{
    Refusal, RequestExt as _, User, ada, builder, emmy, get, jwt, request, token,
};

/// An application of one hand-written router, without an API prefix.
fn merged(router: Router) -> AppBuilder {
    jwt().app_with((), routes![]).merge(router)
}

fn app(router: Router) -> App {
    merged(router).build().unwrap()
}

async fn marker() -> &'static str {
    "marker"
}

/// Checks that a target is guarded: refused without a token, and there with one.
#[track_caller]
fn check_guarded(app: &App, method: &str, target: &str) {
    request(method, target).to(app).is_refused(Refusal::NoToken);
    let answer = request(method, target).bearer(&token(&ada())).to(app);
    assert_eq!(answer.body, "marker", "{method} {target}");
}

#[track_caller]
fn check_open(app: &App, method: &str, target: &str) {
    request(method, target).to(app).is(200, "marker");
}

#[track_caller]
fn check_status(app: &App, method: &str, target: &str, status: u16) {
    let answer = request(method, target).to(app);
    assert_eq!(answer.status, status, "{method} {target}");
    assert!(!answer.body.contains("marker"), "{method} {target}");
}

// SECURITY.md, Request: whatever way axum offers to add a route, it is guarded.
#[test]
fn routes_are_guarded_however_they_were_added() {
    let inner = Router::new().route("/inner", any(marker)).fallback(marker);
    let router = Router::new()
        .route("/route", any(marker))
        .route("/captured/{id}", any(marker))
        .route("/rest/{*rest}", any(marker))
        .route_service("/service", any(marker))
        .nest("/nested", inner.clone())
        .nest_service("/nested-service", inner.clone())
        .nest("/deep", Router::new().nest("/deeper", inner))
        .merge(Router::new().route("/merged", any(marker)))
        .fallback(marker);
    let app = app(router);
    for target in [
        "/route",
        "/captured/1",
        "/rest/a/b",
        "/service",
        "/nested/inner",
        "/nested/unknown",
        "/nested",
        "/nested-service/inner",
        "/nested-service/unknown",
        "/nested-service",
        "/deep/deeper/inner",
        "/deep/deeper/unknown",
        "/merged",
        "/unknown",
        "/",
        "/route/",
        "//route",
    ] {
        for method in ["GET", "POST", "DELETE", "PURGE"] {
            check_guarded(&app, method, target);
        }
    }
}

// SECURITY.md, rule 3.
#[test]
fn options_is_guarded_in_a_merged_router() {
    let router = Router::new()
        .route("/any", any(marker))
        .route("/options", axum::routing::options(marker))
        .route("/get", by_get(marker));
    let app = merged(router).ignored(Method::GET, "/get").build().unwrap();
    check_guarded(&app, "OPTIONS", "/any");
    check_guarded(&app, "OPTIONS", "/options");
    check_status(&app, "OPTIONS", "/get", 405);
}

// SECURITY.md, Request: an unknown path stays 404, a wrong method stays 405, both without a token.
#[test]
fn unknown_paths_and_methods_stay_what_they_are() {
    #[protected(GET, "/annotated", register = false)]
    async fn annotated() -> &'static str {
        "marker"
    }

    let router = Router::new()
        .route("/get", by_get(marker))
        .route("/annotated", post(marker))
        .nest("/nested", Router::new().route("/post", post(marker)));
    let app = jwt()
        .app_with((), routes![annotated])
        .merge(router)
        .build()
        .unwrap();
    for (method, target, status) in [
        ("GET", "/unknown", 404),
        ("GET", "/nested/unknown", 404),
        ("GET", "/nested", 404),
        ("POST", "/get", 405),
        ("GET", "/nested/post", 405),
        ("OPTIONS", "/get", 405),
        ("DELETE", "/annotated", 405),
        ("GET", "/annotated", 401),
        ("POST", "/annotated", 401),
    ] {
        check_status(&app, method, target, status);
    }
    assert_eq!(request("POST", "/get").to(&app).header("allow"), "GET,HEAD");
}

#[test]
fn custom_answers_to_wrong_methods_are_guarded() {
    let router = Router::new()
        .route("/own", by_get(marker).fallback(marker))
        .route("/shared", by_get(marker))
        .method_not_allowed_fallback(marker);
    let app = merged(router)
        .ignored(Method::GET, "/own")
        .ignored(Method::GET, "/shared")
        .build()
        .unwrap();
    for target in ["/own", "/shared"] {
        check_open(&app, "GET", target);
        check_guarded(&app, "POST", target);
        check_guarded(&app, "OPTIONS", target);
    }
}

/// Tells which route answers.
async fn matched(path: MatchedPath) -> String {
    path.as_str().to_owned()
}

// SECURITY.md, rule 1: an exception opens one route, and nothing beside or below it.
#[test]
fn an_exception_opens_its_route_and_no_other() {
    let nested = Router::new()
        .route("/open", by_get(matched))
        .route("/shut", by_get(marker));
    let router = Router::new()
        .route("/posts/{id}", by_get(matched).post(marker))
        .route("/posts/{id}/drafts/secret", by_get(marker))
        .route("/posts/latest", by_get(marker))
        .route("/docs/{*rest}", by_get(matched))
        .nest("/nested", nested);
    let app = merged(router)
        .whitelist(Method::GET, "/posts/{id}")
        .ignored(Method::GET, "/docs/{*rest}")
        .ignored(Method::GET, "/nested/open")
        .build()
        .unwrap();
    for (target, route) in [
        ("/posts/1", "/posts/{id}"),
        ("/posts/{id}", "/posts/{id}"),
        ("/docs/a/b", "/docs/{*rest}"),
        ("/docs//b", "/docs/{*rest}"),
        ("/nested/open", "/nested/open"),
    ] {
        get(target).to(&app).is(200, route);
        request("HEAD", target).to(&app).is(200, "");
    }
    for target in ["/posts/1/drafts/secret", "/posts/latest", "/nested/shut"] {
        check_guarded(&app, "GET", target);
    }
    // Another spelling of a guarded path is refused by the guard, and routed as before with a token.
    for (target, route) in [
        ("/posts/1%2Fdrafts%2Fsecret", "/posts/{id}"),
        ("/posts/%6catest", "/posts/{id}"),
        ("/docs/%2e%2e/posts/latest", "/docs/{*rest}"),
    ] {
        get(target).to(&app).is_refused(Refusal::NoToken);
        get(target).bearer(&token(&ada())).to(&app).is(200, route);
    }
    check_guarded(&app, "POST", "/posts/1");
    check_status(&app, "GET", "/posts/1/", 404);
    check_status(&app, "GET", "/docs/", 404);
}

#[test]
fn an_exception_is_for_one_method() {
    let router = Router::new().route("/any", any(marker));
    let app = merged(router)
        .ignored(Method::POST, "/any")
        .build()
        .unwrap();
    check_open(&app, "POST", "/any");
    for method in ["GET", "PUT", "OPTIONS", "DELETE", "PURGE"] {
        check_guarded(&app, method, "/any");
    }
    check_status(&app, "HEAD", "/any", 401);
}

#[test]
fn an_exception_stands_under_the_prefix_or_outside() {
    let router = Router::new()
        .route("/api/login", post(marker))
        .route("/health", by_get(marker))
        .route("/apis", by_get(marker));
    let app = builder()
        .api_name("/api")
        .build()
        .unwrap()
        .app_with((), routes![])
        .merge(router)
        .whitelist(Method::POST, "/api/login")
        .ignored(Method::GET, "/health")
        .build()
        .unwrap();
    check_open(&app, "POST", "/api/login");
    check_open(&app, "GET", "/health");
    check_guarded(&app, "GET", "/apis");
}

#[test]
fn merged_handlers_know_their_caller() {
    let router = Router::new()
        .route("/user", by_get(|g: G<User>| async move { g.name.clone() }))
        .route(
            "/anybody",
            by_get(|g: G| async move { g.table().to_owned() }),
        )
        .route(
            "/public",
            by_get(|g: Option<G<User>>| async move {
                g.map_or_else(|| "nobody".to_owned(), |g| g.name.clone())
            }),
        )
        .route(
            "/mint",
            by_get(|jwt: JwtRoutes| async move {
                jwt.create_token(&ada())
                    .map(Token::into_string)
                    .map_err(|e| e.to_string())
            }),
        );
    let app = merged(router)
        .ignored(Method::GET, "/public")
        .ignored(Method::GET, "/mint")
        .build()
        .unwrap();
    let minted = get("/mint").to(&app).body;
    get("/user").bearer(&minted).to(&app).is(200, "Ada");
    get("/user")
        .bearer(&token(&emmy()))
        .to(&app)
        .is_refused(Refusal::Forbidden);
    get("/anybody")
        .bearer(&token(&emmy()))
        .to(&app)
        .is(200, "teachers");
    get("/public").to(&app).is(200, "nobody");
    get("/public").bearer(&minted).to(&app).is(200, "Ada");
    get("/public")
        .bearer("a.b.c")
        .to(&app)
        .is_refused(Refusal::BadToken);
}

#[test]
fn two_merged_routers_are_both_guarded() {
    let one = Router::new()
        .route("/one", by_get(marker))
        .route("/shared", by_get(marker));
    let two = Router::new().route("/two", by_get(marker)).fallback(marker);
    let app = merged(one)
        .merge(two)
        .ignored(Method::GET, "/one")
        .build()
        .unwrap();
    check_open(&app, "GET", "/one");
    for target in ["/two", "/shared", "/unknown"] {
        check_guarded(&app, "GET", target);
    }
}
