//! What the builder cannot open: exceptions that would open nothing, and applications inside others.

use axum::{
    Router,
    http::Method,
    routing::{any, get as by_get, post},
};
use jwt_router::{App, AppBuilder, prelude::*};
use jwt_router_tests::{Refusal, RequestExt as _, builder, get, jwt};

async fn marker() -> &'static str {
    "marker"
}

/// Checks why an exception opens nothing; the call stands in the error.
#[track_caller]
fn check_dead(app: AppBuilder, call: &str, reason: &str) {
    let error = app.build().unwrap_err();
    assert_eq!(error.problems().len(), 1, "{error}");
    let error = error.to_string();
    assert!(
        error.contains(&format!("- `{call}` (tests/it/exceptions.rs:")),
        "{error}"
    );
    assert!(error.contains(reason), "{error}");
}

fn merged() -> AppBuilder {
    let router = Router::new()
        .route("/get", by_get(marker))
        .route("/post", post(marker))
        .route("/items/{id}", by_get(marker))
        .nest(
            "/nested",
            Router::new()
                .route("/inner", by_get(marker))
                .fallback(marker),
        )
        .nest_service("/service", any(marker))
        .fallback(marker);
    jwt().app_with((), routes![]).merge(router)
}

#[test]
fn an_exception_that_opens_nothing_is_an_error() {
    check_dead(
        merged().ignored(Method::GET, "/unknown"),
        r#"ignored(GET, "/unknown")"#,
        "no merged router has the path `/unknown`",
    );
    check_dead(
        merged().ignored(Method::GET, "/post"),
        r#"ignored(GET, "/post")"#,
        "`/post` does not serve GET",
    );
    check_dead(
        merged().whitelist(Method::HEAD, "/get"),
        r#"whitelist(HEAD, "/get")"#,
        "HEAD follows GET, so name GET",
    );
    check_dead(
        merged().whitelist(Method::GET, "/items/{name}"),
        r#"whitelist(GET, "/items/{name}")"#,
        "`/items/{name}` is served by the route `/items/{id}`",
    );
    check_dead(
        merged().ignored(Method::GET, "/items/1"),
        r#"ignored(GET, "/items/1")"#,
        "`/items/1` is served by the route `/items/{id}`",
    );
    check_dead(
        merged().ignored(Method::GET, "/nested"),
        r#"ignored(GET, "/nested")"#,
        "makes no route public",
    );
    check_dead(
        merged().ignored(Method::GET, "/nested/{*rest}"),
        r#"ignored(GET, "/nested/{*rest}")"#,
        "makes no route public",
    );
    check_dead(
        merged().ignored(Method::GET, "/service/{*rest}"),
        r#"ignored(GET, "/service/{*rest}")"#,
        "makes no route public",
    );
    check_dead(
        merged().ignored(Method::GET, "get"),
        r#"ignored(GET, "get")"#,
        "makes no route public",
    );
    check_dead(
        merged().ignored(Method::GET, "/get/"),
        r#"ignored(GET, "/get/")"#,
        "makes no route public",
    );
    check_dead(
        jwt()
            .app_with((), routes![opened])
            .ignored(Method::GET, "/opened"),
        r#"ignored(GET, "/opened")"#,
        "makes no route public",
    );
}

#[protected(GET, "/opened", register = false)]
async fn opened() -> &'static str {
    "marker"
}

#[test]
fn an_exception_on_the_wrong_side_of_the_prefix_is_an_error() {
    let app = || {
        let router = Router::new()
            .route("/api/get", by_get(marker))
            .route("/get", by_get(marker));
        let jwt = builder().api_name("/api").build().unwrap();
        jwt.app_with((), routes![]).merge(router)
    };
    check_dead(
        app().ignored(Method::GET, "/api/get"),
        r#"ignored(GET, "/api/get")"#,
        "is ignored, but `/api/get` is under the API prefix `/api`: use `whitelist` there",
    );
    check_dead(
        app().whitelist(Method::GET, "/get"),
        r#"whitelist(GET, "/get")"#,
        "is whitelisted, but `/get` is outside the API prefix `/api`: write the whole path, or use `ignored`",
    );
}

/// `/outer/open` and `/health` are open, `/open` is guarded.
fn inner() -> App {
    let router = Router::new()
        .route("/outer/open", by_get(marker))
        .route("/open", by_get(marker))
        .route("/health", by_get(marker));
    jwt()
        .app_with((), routes![])
        .merge(router)
        .ignored(Method::GET, "/outer/open")
        .ignored(Method::GET, "/health")
        .build()
        .unwrap()
}

// SECURITY.md, rule 1: the policy sits in the route, and not in the path that it has from outside.
#[test]
fn an_application_inside_of_another_router_keeps_its_policy() {
    for outer in [
        Router::new().nest("/outer", inner().into_router()),
        Router::new().nest_service("/outer", inner()),
    ] {
        // Guarded inside, although from outside its path is that of an exception.
        get("/outer/open").to(&outer).is_refused(Refusal::NoToken);
        get("/outer/health").to(&outer).is(200, "marker");
        get("/outer/outer/open").to(&outer).is(200, "marker");
    }
}
