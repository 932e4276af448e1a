//! Every form that `whitelist`, `ignored` and `protected` take, and every function they stand on.

mod functions;

use axum::{Router, extract::Path, http::HeaderMap};
use jwt_router::{App, Routes, prelude::*};
use jwt_router_tests::{RequestExt as _, ada, builder, request, token};

fn app<S: Clone + Send + Sync + 'static>(state: S, routes: Routes<S>) -> App {
    let jwt = builder().api_name("/api").build().unwrap();
    jwt.app_with(state, routes).build().unwrap()
}

/// Sends with Ada's token.
#[track_caller]
fn check(app: &App, method: &str, target: &str, status: u16, body: &str) {
    request(method, target)
        .bearer(&token(&ada()))
        .to(app)
        .is(status, body);
}

/// Checks that a token is asked for, or not.
#[track_caller]
fn check_open(app: &App, method: &str, target: &str, is_open: bool) {
    let answer = request(method, target).to(app);
    assert_eq!(
        answer.status,
        if is_open { 200 } else { 401 },
        "{method} {target}"
    );
}

#[test]
fn method_and_path_have_defaults() {
    #[whitelist(register = false)]
    async fn feed() -> &'static str {
        "feed"
    }
    #[protected(register = false)]
    async fn me() -> &'static str {
        "me"
    }
    #[ignored(register = false)]
    async fn favicon() -> &'static str {
        "favicon"
    }
    #[whitelist(POST, register = false)]
    async fn login() -> &'static str {
        "login"
    }

    let app = app((), routes![feed, me, favicon, login]);
    check(&app, "GET", "/api/feed", 200, "feed");
    check(&app, "GET", "/api/me", 200, "me");
    check(&app, "GET", "/favicon", 200, "favicon");
    check(&app, "POST", "/api/login", 200, "login");
    check(&app, "GET", "/api/login", 405, "");
    check(&app, "GET", "/feed", 404, "");
    check(&app, "GET", "/api/favicon", 404, "");
    for (method, path, is_open) in [
        ("GET", "/api/feed", true),
        ("POST", "/api/login", true),
        ("GET", "/favicon", true),
        ("GET", "/api/me", false),
    ] {
        check_open(&app, method, path, is_open);
    }
}

#[test]
fn methods_are_listed_with_or_without_brackets() {
    #[protected(GET, POST, "/plain", register = false)]
    async fn plain() -> &'static str {
        "plain"
    }
    #[protected([PUT, PATCH, DELETE], "/bracketed", register = false)]
    async fn bracketed() -> &'static str {
        "bracketed"
    }

    let app = app((), routes![plain, bracketed]);
    for (path, body, methods) in [
        ("/api/plain", "plain", ["GET", "POST"].as_slice()),
        ("/api/bracketed", "bracketed", &["PUT", "PATCH", "DELETE"]),
    ] {
        for method in methods {
            check(&app, method, path, 200, body);
            check_open(&app, method, path, false);
        }
        check(&app, "TRACE", path, 405, "");
    }
}

// SECURITY.md, Request: HEAD follows GET.
#[test]
fn head_follows_get() {
    #[whitelist(GET, "/open", register = false)]
    async fn open() -> &'static str {
        "open"
    }
    #[protected(GET, "/closed", register = false)]
    async fn closed() -> &'static str {
        "closed"
    }
    #[whitelist(GET, "/mixed", register = false)]
    async fn mixed_get() -> &'static str {
        "get"
    }
    #[protected(HEAD, "/mixed", register = false)]
    async fn mixed_head() -> HeaderMap {
        HeaderMap::from_iter([("x-own".parse().unwrap(), "head".parse().unwrap())])
    }

    let app = app((), routes![open, closed, mixed_get, mixed_head]);
    check(&app, "HEAD", "/api/open", 200, "");
    check(&app, "HEAD", "/api/closed", 200, "");
    check_open(&app, "HEAD", "/api/open", true);
    check_open(&app, "HEAD", "/api/closed", false);
    // A handler of its own has a policy of its own, in whatever order the two are mounted.
    check_open(&app, "GET", "/api/mixed", true);
    check_open(&app, "HEAD", "/api/mixed", false);
    let answer = request("HEAD", "/api/mixed")
        .bearer(&token(&ada()))
        .to(&app);
    assert_eq!(answer.header("x-own"), "head");
}

// SECURITY.md, rule 3: `OPTIONS` is guarded like any method.
#[test]
fn every_method_is_guarded_alike() {
    #[protected([GET, POST, PUT, PATCH, DELETE, OPTIONS, TRACE, CONNECT], "/all", register = false)]
    async fn all() -> &'static str {
        "all"
    }
    #[whitelist(OPTIONS, "/open", register = false)]
    async fn open() -> &'static str {
        "open"
    }

    let app = app((), routes![all, open]);
    for method in [
        "GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT",
    ] {
        // An answer to CONNECT has no body.
        let body = if method == "CONNECT" { "" } else { "all" };
        check(&app, method, "/api/all", 200, body);
        check_open(&app, method, "/api/all", false);
    }
    check(&app, "PURGE", "/api/all", 405, "");
    check_open(&app, "OPTIONS", "/api/open", true);
    assert_eq!(request("GET", "/api/open").to(&app).status, 405);
}

#[test]
fn raw_names_and_odd_paths_are_served() {
    #[whitelist(register = false)]
    async fn r#type() -> &'static str {
        "type"
    }
    #[whitelist(GET, "/", register = false)]
    async fn root() -> &'static str {
        "root"
    }
    #[whitelist(GET, "/v{major}/{*rest}", register = false)]
    async fn captured(Path((major, rest)): Path<(u8, String)>) -> String {
        format!("{major} {rest}")
    }
    #[ignored(GET, "/.well-known/{name}", register = false)]
    async fn well_known(Path(name): Path<String>) -> String {
        name
    }

    let app = app((), routes![r#type, root, captured, well_known]);
    check(&app, "GET", "/api/type", 200, "type");
    check(&app, "GET", "/api", 200, "root");
    check(&app, "GET", "/api/", 404, "");
    check(&app, "GET", "/api/v2/a/b%20c", 200, "2 a/b c");
    check(&app, "GET", "/.well-known/jwks.json", 200, "jwks.json");
}

#[test]
fn an_application_is_a_router_at_last() {
    #[protected(register = false)]
    async fn me() -> &'static str {
        "me"
    }

    let router: Router = app((), routes![me]).into_router();
    assert_eq!(request("GET", "/api/me").to(&router).status, 401);
}
