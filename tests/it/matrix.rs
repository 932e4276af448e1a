//! The matrix of callers and routes: it holds of a right application, and says what is wrong with
//! another.

mod broken;
mod fallbacks;
mod inferred;
mod many;
mod ownership;
mod requirements;
mod set_up;

use std::{
    fs,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    sync::atomic::{AtomicUsize, Ordering},
};

use axum::{
    Router,
    extract::Path as Captures,
    http::{Method, StatusCode},
    routing::{any, get as by_get},
};
use jwt_router::{
    App, Routes,
    prelude::*,
    testing::{Grid, Matrix, assert_policy_lock, authz_matrix},
};
use jwt_router_tests::{Teacher, User, ada, block_on, builder, emmy, grace, jwt, users_only};
use tower_http::cors::CorsLayer;

use crate::lock::passes;

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

/// An application that has no teachers.
fn app_of_users() -> App {
    let jwt = users_only().build().unwrap();
    jwt.app_with((), routes![me]).build().unwrap()
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
    assert!(
        lines.any(|line| line.trim_start() == expected),
        "{complaint}"
    );
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
    assert_eq!(
        grid.to_string(),
        "\
METHOD   PATH             no token  malformed  expired  wrong key  alg none  refresh  nobody  users  teachers  users #2  in URL  two tokens  other methods
GET      /                200       200        200      200        200       200      200     200    200       200       200     200         405
OPTIONS  /api/any         401       401        401      401        401       401      401     200    200       200       401     400         405
GET      /api/feed        200       401        401      401        401       401      401     200    403       200       200     400         405
POST     /api/login       (401)     (401)      (401)    (401)      (401)     (401)    (401)   (401)  (401)     (401)     (401)   (401)       405
GET      /api/marks/{id}  401       401        401      401        401       401      200     403    200       403       200     400         405
GET      /api/me          401       401        401      401        401       401      401     200    403       200       401     400         405
PUT      /api/me          401       401        401      401        401       401      401     (422)  403       (422)     401     400         -
GET      /open            200       200        200      200        200       200      200     200    200       200       200     200         405
139 requests; `(404)` is of a handler and not of the guard, `-` was not sent
1 of the policy's lines are whole routers, services or fallbacks (`*`), whose routes cannot be seen: they were not tried"
    );
    assert_eq!(grid.requests(), 139);
}

#[test]
fn a_matrix_can_be_spawned() {
    let app = &app(routes![me]);
    let matrix = everybody(authz_matrix!(app));
    let grid = block_on(async { tokio::spawn(matrix.run()).await.unwrap() });
    assert!(grid.requests() > 0);
}

#[test]
fn an_application_without_entities_has_callers_without_tokens() {
    let jwt = JwtRoutes::builder()
        .secret(jwt_router_tests::SECRET)
        .build()
        .unwrap();
    let app = jwt.app_with((), routes![home]).build().unwrap();
    let grid = run(authz_matrix!(app)).to_string();
    let row = "GET     /     200       200        405\n";
    assert!(grid.contains(row), "{grid}");
}

mod before {
    use super::User;
    use jwt_router::prelude::*;

    #[protected(POST, "/pay", register = false)]
    pub(super) async fn pay(_g: G<User>) {}
}

/// The same handler after somebody changed its attribute.
mod after {
    use jwt_router::prelude::*;

    pub(super) const LINE: u32 = line!() + 2;
    #[whitelist(POST, "/pay", register = false)]
    pub(super) async fn pay() {}
}

const BEFORE: &str = "POST  /pay  protected users  it::matrix::before::pay\n";

/// A lock file of this text.
fn lock(name: &str, text: &str) -> PathBuf {
    let path = scratch(name);
    fs::write(&path, text).unwrap();
    path
}

#[test]
fn a_handler_that_becomes_public_fails_the_matrix() {
    let file = lock("matrix.lock", BEFORE);
    run(everybody(authz_matrix!(app(routes![before::pay]), &file)));

    let app = app(routes![after::pay]);
    let complaint = complaint(everybody(authz_matrix!(app, &file)));
    assert_eq!(
        complaint
            .replace(file.to_str().unwrap(), "routes.lock")
            .replace(&after::LINE.to_string(), "LINE"),
        "\
the application does not do what `routes.lock` says

POST /pay with no token: expected 401, got 200: this route is open
  and 9 more that are to be refused
  `it::matrix::after::pay` (tests/it/matrix.rs:LINE) says `PUBLIC`, `matrix.lock` says `protected users`: change it back; if it is meant, write the file anew: JWT_ROUTER_BLESS=1 cargo test

10 answers are wrong, `!!` below:

METHOD  PATH  no token  malformed  expired  wrong key  alg none  refresh  nobody  users  teachers  in URL  two tokens  other methods
POST    /pay  !! 200    !! 200     !! 200   !! 200     !! 200    !! 200   !! 200  200    !! 200    !! 200  !! 200      405
17 requests; `(404)` is of a handler and not of the guard, `-` was not sent"
    );
}

#[test]
fn without_a_lock_file_a_changed_attribute_is_the_policy() {
    run(everybody(authz_matrix!(app(routes![after::pay]))));
}

#[test]
fn a_handler_that_is_no_longer_public_fails_the_matrix() {
    let file = lock(
        "closed.lock",
        "POST  /pay  PUBLIC  it::matrix::after::pay\n",
    );
    check(
        everybody(authz_matrix!(app(routes![before::pay]), file)),
        "POST /pay with no token: expected to be let in, got 401: this route is closed, or an argument of its handler needs a token",
    );
}

#[test]
fn another_entity_fails_the_matrix() {
    let text = BEFORE.replace("users", "teachers");
    let complaint = complaint(everybody(authz_matrix!(
        app(routes![before::pay]),
        lock("other.lock", &text)
    )));
    for expected in [
        "POST /pay as `users`: expected 403, got 200: these tokens open a route that is not for them",
        "POST /pay as `teachers`: expected to be let in, got 403: the guard refuses a caller whom the policy lets in",
    ] {
        assert!(complaint.contains(expected), "{complaint}");
    }
}

#[test]
fn a_token_in_the_url_fails_the_matrix_where_the_file_has_none() {
    let file = lock(
        "url.lock",
        "GET  /marks/{id}  protected teachers, claims only  it::matrix::marks\n",
    );
    check(
        everybody(authz_matrix!(app(routes![marks]), file)),
        "GET /marks/{id} with a token in the URL: expected 401, got 200: tokens in URLs open this route, and URLs end up in logs and histories",
    );
}

#[test]
fn a_route_that_only_one_of_them_has_fails_the_matrix() {
    let file = lock("only.lock", BEFORE);
    let complaint = complaint(everybody(authz_matrix!(app(routes![home]), file)));
    for expected in [
        "GET / is not in `only.lock`, so it was not tried\n  `it::matrix::home` (tests/it/matrix.rs:",
        "POST /pay is in `only.lock` and not in this application\n  it says `protected users`: mount it; if it is gone for good, write the file anew: JWT_ROUTER_BLESS=1 cargo test",
    ] {
        assert!(complaint.contains(expected), "{complaint}");
    }
}

/// Run by the next test, in a process of its own: a variable of the environment is everybody's.
#[test]
#[ignore = "it is run by `blessing_writes_the_file_first`"]
fn blessed_by_another_process() {
    let app = app(routes![after::pay]);
    run(everybody(authz_matrix!(
        app,
        scratch("matrix-blessed.lock")
    )));
}

#[test]
fn blessing_writes_the_file_first() {
    let path = lock("matrix-blessed.lock", BEFORE);
    let run = |bless| passes("matrix::blessed_by_another_process", bless);
    assert!(!run("0"));
    assert_eq!(fs::read_to_string(&path).unwrap(), BEFORE);
    assert!(run("1"));
    assert_policy_lock!(app(routes![after::pay]).policy(), path.to_str().unwrap());
}

static RAN: AtomicUsize = AtomicUsize::new(0);

#[protected(register = false)]
async fn counted(_g: G<User>) {
    RAN.fetch_add(1, Ordering::SeqCst);
}

#[whitelist(register = false)]
async fn counted_public() {
    RAN.fetch_add(1, Ordering::SeqCst);
}

#[test]
fn refusals_alone_run_no_handler() {
    let app = app(routes![counted, counted_public]);
    let grid = run(everybody(authz_matrix!(app)).only_refusals()).to_string();
    assert_eq!(RAN.load(Ordering::SeqCst), 0);
    for row in [
        "GET     /counted         401       401        401      401        401       401      401     -      403       401     400         405\n",
        "GET     /counted_public  -         -          -        -          -         -        -       -      -         -       -           405\n",
    ] {
        assert!(grid.contains(row), "{grid}");
    }
}

#[protected(register = false)]
async fn fails(_g: G<User>) -> StatusCode {
    StatusCode::BAD_GATEWAY
}

#[protected(register = false)]
async fn panics(_g: G<User>) {
    panic!("a handler that panics");
}

#[test]
fn a_handler_that_fails_has_let_its_caller_in_and_is_shown() {
    let grid = run(everybody(authz_matrix!(app(routes![fails, panics])))).to_string();
    for line in [
        "\nGET /fails as `users` was let in, and answered 502\n",
        "\nGET /panics as `users` was let in, and answered 500",
    ] {
        assert!(grid.contains(line), "{grid}");
    }
}

#[test]
fn captures_are_filled_and_encoded() {
    #[protected(GET, "/notes/{title}/x/{*rest}", register = false)]
    async fn notes(_g: G<User>, captures: Captures<(String, String)>) -> StatusCode {
        assert_eq!(*captures, ("a b/\u{e4}".to_owned(), "c/d".to_owned()));
        StatusCode::IM_A_TEAPOT
    }

    let app = app(routes![notes]);
    let grid = run(everybody(authz_matrix!(app)).capture(|name, path| {
        assert_eq!(path, "/notes/{title}/x/{*rest}");
        if name == "title" { "a b/\u{e4}" } else { "c/d" }.to_owned()
    }));
    assert!(grid.to_string().contains("(418)"), "{grid}");
}

#[test]
fn a_cors_layer_may_answer_preflight_requests() {
    let app = app(routes![me, whoever]).layer(CorsLayer::permissive());
    run(everybody(authz_matrix!(app)));
}

#[test]
fn a_second_one_of_a_table_is_a_caller_too() {
    let app = app_of_users();
    let grid = run(authz_matrix!(app).entity(&ada()).entity(&grace()));
    let head = grid.to_string();
    assert!(head.contains("  users  users #2  "), "{head}");
}
