//! Public folders: `ignored_service`, and nothing else.

use std::{env, fs, path::PathBuf, process};

use axum::{
    Router,
    routing::{any, get as by_get},
};
use jwt_router::{App, AppBuilder, prelude::*};
use jwt_router_tests::{Refusal, RequestExt as _, builder, get, request};
use tower_http::services::ServeDir;

/// A folder `public` beside a file that nobody may read; removed at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder = env::temp_dir().join(format!("jwt-router-{}-{name}", process::id()));
        fs::create_dir_all(folder.join("public/sub")).unwrap();
        fs::write(folder.join("marker.txt"), "marker").unwrap();
        fs::write(folder.join("public/app.js"), "script").unwrap();
        fs::write(folder.join("public/sub/index.html"), "index").unwrap();
        Self(folder)
    }

    fn service(&self) -> ServeDir {
        ServeDir::new(self.0.join("public"))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

#[protected(GET, "/secret", register = false)]
async fn secret() -> &'static str {
    "marker"
}

fn app() -> AppBuilder {
    let jwt = builder().api_name("/api").build().unwrap();
    jwt.app_with((), routes![secret])
}

fn app_of(folder: &Folder) -> App {
    let by_hand = Router::new().route("/staticmarker", by_get(|| async { "marker" }));
    app()
        .ignored_service("/static", folder.service())
        .merge(by_hand)
        .build()
        .unwrap()
}

#[test]
fn a_public_folder_is_served_to_everybody() {
    let folder = Folder::new("served");
    let app = app_of(&folder);
    get("/static/app.js").to(&app).is(200, "script");
    get("/static/sub/").to(&app).is(200, "index");
    assert_eq!(get("/static/unknown.js").to(&app).status, 404);
    assert_eq!(request("POST", "/static/app.js").to(&app).status, 405);
}

// SECURITY.md, rule 2: only a service mounted as ignored is open.
#[test]
fn nothing_beside_a_public_folder_is_open() {
    let folder = Folder::new("beside");
    let app = app_of(&folder);
    get("/staticmarker").to(&app).is_refused(Refusal::NoToken);
    get("/api/secret").to(&app).is_refused(Refusal::NoToken);
    assert_eq!(get("/app.js").to(&app).status, 404);
}

#[test]
fn a_public_folder_is_left_by_no_path() {
    let folder = Folder::new("left");
    let app = app_of(&folder);
    for target in [
        "/static/../marker.txt",
        "/static/%2e%2e/marker.txt",
        "/static/%2E%2E%2Fmarker.txt",
        "/static/..%2fmarker.txt",
        "/static/..%5cmarker.txt",
        "/static/sub/../../marker.txt",
        "/static/%252e%252e/marker.txt",
        "/static//../marker.txt",
        "/static/../api/secret",
        "/static/%2e%2e/api/secret",
        "/static/..;/api/secret",
        "/static%2f..%2fapi/secret",
        "/./api/secret",
        "/Static/app.js",
    ] {
        let answer = get(target).to(&app);
        assert!(
            matches!(answer.status, 400 | 404),
            "{target}: {}",
            answer.status
        );
        assert!(!answer.body.contains("marker"), "{target}");
    }
}

// SECURITY.md, rule 2: a folder that only looks static is guarded.
#[test]
fn a_merged_folder_is_guarded() {
    let folder = Folder::new("merged");
    let by_hand = Router::new()
        .nest_service("/static", folder.service())
        .route("/favicon.ico", any(|| async { "marker" }));
    let app = app().merge(by_hand).build().unwrap();
    for target in ["/static/app.js", "/static/", "/static", "/favicon.ico"] {
        get(target).to(&app).is_refused(Refusal::NoToken);
    }
}

/// Checks why a service cannot stand at a path.
#[track_caller]
fn check_refused(path: &str, reason: &str) {
    let service = any(|| async { "marker" });
    let error = app().ignored_service(path, service).build().unwrap_err();
    let text = error.to_string();
    assert!(
        text.contains(&format!(
            "`ignored_service({path:?}, ..)` (tests/it/services.rs:"
        )),
        "{text}"
    );
    assert!(text.contains(reason), "{text}");
}

#[test]
fn a_service_cannot_take_the_place_of_the_api() {
    for path in [
        "",
        "static",
        "/static/",
        "/st//atic",
        "/{name}",
        "/static/{*rest}",
        "/a b",
    ] {
        check_refused(
            path,
            "cannot hold a service: write a plain path such as `/static`",
        );
    }
    for path in ["/api", "/api/static"] {
        check_refused(
            path,
            "is under the API prefix `/api`: move it out of the prefix",
        );
    }
}
