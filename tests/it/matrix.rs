//! The matrix of callers and routes: it holds of a right application, and says what is wrong with
//! another.

mod broken;
mod many;
mod set_up;

use std::{
    env, fs,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use axum::{
    Router,
    extract::{Path as Captures, State},
    http::{Method, StatusCode},
    routing::{any, get as by_get},
};
use jwt_router::{
    App, Routes,
    prelude::*,
    routes,
    testing::{Grid, Matrix, authz_matrix},
};
use jwt_router_tests::{Teacher, User, ada, block_on, builder, emmy, grace, jwt, users_only};
use tower_http::cors::CorsLayer;

#[ignored(GET, "/", register = false)]
async fn home() -> &'static str {
    "home"
}

#[whitelist(GET, "/feed", register = false)]
async fn feed(_g: Option<G<User>>) -> &'static str {
    "feed"
}

#[whitelist(POST, "/login", register = false)]
async fn login() -> StatusCode {
    StatusCode::UNAUTHORIZED
}

#[protected(GET, "/me", register = false)]
async fn me(_g: G<User>) -> &'static str {
    "me"
}

#[protected(PUT, "/me", register = false)]
async fn set_me(_g: G<User>) -> StatusCode {
    StatusCode::UNPROCESSABLE_ENTITY
}

#[protected(GET, "/marks/{id}", entity = Teacher, claims_only, query = "auth", register = false)]
async fn marks(Captures(id): Captures<i64>) -> String {
    id.to_string()
}

#[protected(OPTIONS, "/any", register = false)]
async fn whoever() {}

fn app(routes: Routes<()>) -> App {
    jwt().app_with((), routes).build().unwrap()
}

/// The matrix with somebody of each table.
fn everybody(matrix: Matrix) -> Matrix {
    matrix.entity(&ada()).entity(&emmy())
}

/// What a matrix says that fails.
#[track_caller]
fn complaint(matrix: Matrix) -> String {
    let run = || block_on(matrix.run());
    let panic = catch_unwind(AssertUnwindSafe(run)).map(|grid| grid.to_string());
    *panic.unwrap_err().downcast::<String>().unwrap()
}

/// Checks one sentence of a matrix that fails.
#[track_caller]
fn check(matrix: Matrix, expected: &str) {
    let complaint = complaint(matrix);
    let mut lines = complaint.lines();
    assert!(lines.any(|line| line.trim_start() == expected), "{complaint}");
}

fn run(matrix: Matrix) -> Grid {
    block_on(matrix.run())
}

fn scratch(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
}

#[test]
fn a_right_application_does_what_its_policy_says() {
    let router = Router::new()
        .route("/open", by_get(|| async {}))
        .route("/closed", any(|| async {}));
    let app = builder()
        .api_name("/api")
        .build()
        .unwrap()
        .app_with((), routes![home, feed, login, me, set_me, marks, whoever])
        .merge(router)
        .ignored(Method::GET, "/open")
        .build()
        .unwrap();
    let grid = run(everybody(authz_matrix!(app)).entity(&grace()));
    assert_eq!(grid.to_string(), "");
}
