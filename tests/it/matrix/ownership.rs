//! The owner of data and a stranger: reads come before writes, deletions last, and each write may have data of
//! its own.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use axum::{Json, extract::State};
#[cfg(feature = "cookies")]
use jwt_router::Cookies;
use jwt_router::{JwtRoutesBuilder, Secret};

use super::*;

/// The authors of the articles by their slugs, and the requests that reached a handler.
#[derive(Clone, Default)]
struct Articles {
    authors: Arc<Mutex<BTreeMap<String, i64>>>,
    log: Arc<Mutex<Vec<String>>>,
}

impl Articles {
    fn of_ada() -> Self {
        let articles = Self::default();
        articles
            .authors
            .lock()
            .unwrap()
            .insert("rust".to_owned(), ada().user_id);
        articles
    }

    /// Returns what the caller may do with an article, and records the request.
    fn judge(&self, method: &str, g: &G<User>, slug: &str) -> StatusCode {
        let line = format!("{method} {}", g.name);
        self.log.lock().unwrap().push(line);
        match self.authors.lock().unwrap().get(slug) {
            None => StatusCode::NOT_FOUND,
            Some(author) if *author != g.user_id => StatusCode::FORBIDDEN,
            Some(_) => StatusCode::NO_CONTENT,
        }
    }
}

// The order of the policy table is the order of the paths and methods: DELETE comes first.
#[protected(DELETE, "/articles/{slug}", register = false)]
async fn delete(
    g: G<User>,
    State(articles): State<Articles>,
    Captures(slug): Captures<String>,
) -> StatusCode {
    let status = articles.judge("DELETE", &g, &slug);
    if status.is_success() {
        articles.authors.lock().unwrap().remove(&slug);
    }
    status
}

#[protected(GET, "/articles/{slug}", register = false)]
async fn show(
    g: G<User>,
    State(articles): State<Articles>,
    Captures(slug): Captures<String>,
) -> StatusCode {
    match articles.judge("GET", &g, &slug) {
        StatusCode::NOT_FOUND => StatusCode::NOT_FOUND,
        _ => StatusCode::OK,
    }
}

#[protected(PUT, "/articles/{slug}", register = false)]
async fn edit(
    g: G<User>,
    State(articles): State<Articles>,
    Captures(slug): Captures<String>,
) -> StatusCode {
    articles.judge("PUT", &g, &slug)
}

fn app_of(articles: Articles, secret: Secret) -> App {
    app_with(articles, JwtRoutes::builder().secret(secret))
}

fn app_with(articles: Articles, builder: JwtRoutesBuilder) -> App {
    let users = MemoryStore::new([ada(), grace()]);
    let jwt = builder.entity::<User>(users).build().unwrap();
    jwt.app_with(articles, routes![delete, show, edit])
        .build()
        .unwrap()
}

/// An application with the article of Ada, and a secret of its own.
fn fresh() -> App {
    app_of(Articles::of_ada(), Secret::random().unwrap())
}

/// The matrix with the owner and a stranger.
fn owned(matrix: Matrix) -> Matrix {
    matrix
        .entity(&ada())
        .entity(&grace())
        .capture(|_, _| "rust".to_owned())
}

const DELETE: &str = "DELETE /articles/{slug}";
const PUT: &str = "PUT /articles/{slug}";
const GET: &str = "GET /articles/{slug}";

#[test]
fn reads_are_sent_before_writes_and_deletions_last() {
    let articles = Articles::of_ada();
    let app = app_of(articles.clone(), Secret::random().unwrap());
    run(owned(authz_matrix!(app)));
    assert_eq!(
        *articles.log.lock().unwrap(),
        [
            "GET Ada",
            "GET Grace",
            "PUT Grace",
            "PUT Ada",
            "DELETE Grace",
            "DELETE Ada"
        ]
    );
}

#[test]
fn the_owner_comes_after_the_stranger_where_data_may_change() {
    let grid = run(owned(authz_matrix!(fresh())));
    assert_eq!(grid.cell(GET, "users"), 200);
    assert_eq!(grid.cell(GET, "users #2"), 200);
    assert_eq!(grid.cell(PUT, "users"), 204);
    assert_eq!(grid.cell(PUT, "users #2"), 403);
    assert_eq!(grid.cell(DELETE, "users #1"), 204);
    assert_eq!(grid.cell(DELETE, "users #2"), 403);
    assert_eq!(grid.cell(DELETE, "no token"), 401);
}

#[cfg(feature = "cookies")]
#[test]
fn the_owners_cookie_comes_after_the_stranger_where_data_may_change() {
    let builder = JwtRoutes::builder().secret(Secret::random().unwrap());
    let app = app_with(
        Articles::of_ada(),
        builder.cookies(Cookies::host("session")),
    );
    let grid = run(owned(authz_matrix!(app)));
    assert_eq!(grid.cell(DELETE, "users #2"), 403);
    assert_eq!(grid.cell(DELETE, "users #1"), 204);
    assert_eq!(grid.cell(DELETE, "cookie"), 404);
}

#[test]
fn the_grid_keeps_the_order_of_the_policy() {
    let grid = run(owned(authz_matrix!(fresh()))).to_string();
    let methods: Vec<&str> = grid
        .lines()
        .filter(|line| line.contains("/articles/"))
        .filter_map(|line| line.split(' ').next())
        .collect();
    assert_eq!(methods, ["DELETE", "GET", "PUT"]);
}

// The stranger is given first here, so that its requests come last: the article must be there again.
#[test]
fn each_write_has_fresh_data() {
    let matrix = authz_matrix!(fresh())
        .fixtures(async || fresh())
        .entity(&grace())
        .entity(&ada())
        .capture(|_, _| "rust".to_owned());
    let grid = run(matrix);
    assert_eq!(grid.cell(DELETE, "users #1"), 403);
    assert_eq!(grid.cell(DELETE, "users #2"), 204);
}

#[test]
fn data_is_made_for_requests_that_may_write_only() {
    let made = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&made);
    let matrix = owned(authz_matrix!(fresh())).fixtures(move || {
        counted.fetch_add(1, Ordering::SeqCst);
        async { fresh() }
    });
    run(matrix);
    // Two callers each for PUT and DELETE.
    assert_eq!(made.load(Ordering::SeqCst), 4);
}

#[test]
fn fresh_data_comes_with_the_same_policy() {
    let matrix = owned(authz_matrix!(fresh())).fixtures(async || app(routes![me]));
    let complaint = complaint(matrix);
    assert_eq!(
        complaint,
        "the application of `.fixtures(..)` has another policy than that of the matrix: build both by one function"
    );
}

/// Checks what a grid says about a cell that it cannot give.
#[track_caller]
fn check_unknown(route: &str, caller: &str, expected: &str) {
    let grid = run(owned(authz_matrix!(fresh())).only_refusals());
    let cell = || grid.cell(route, caller);
    let panic = catch_unwind(AssertUnwindSafe(cell)).unwrap_err();
    assert_eq!(*panic.downcast::<String>().unwrap(), expected);
}

#[test]
fn an_unknown_cell_is_an_error_with_the_nearest_names() {
    check_unknown(
        "DELETE /article/{slug}",
        "users",
        "the grid has no route `DELETE /article/{slug}`; the nearest it has: `DELETE /articles/{slug}`, `GET /articles/{slug}`, `PUT /articles/{slug}`",
    );
    check_unknown(
        DELETE,
        "user #2",
        "the grid has no caller `user #2`; the nearest it has: `users #2`, `users`, `refresh`",
    );
}

#[test]
fn a_cell_without_a_request_is_an_error() {
    check_unknown(
        DELETE,
        "users",
        "the matrix sent no request to `DELETE /articles/{slug}` for the caller `users`",
    );
}

#[derive(serde::Deserialize)]
struct Article {
    author: i64,
}

/// Takes an article only from its author.
#[protected(POST, "/articles", register = false)]
async fn create(g: G<User>, Json(article): Json<Article>) -> StatusCode {
    if article.author == g.user_id {
        StatusCode::CREATED
    } else {
        StatusCode::FORBIDDEN
    }
}

const POST: &str = "POST /articles";

fn of_ada() -> serde_json::Value {
    serde_json::json!({"author": ada().user_id})
}

#[test]
fn a_handler_that_takes_a_body_decides_with_one() {
    let app = app(routes![create]);
    let all = || owned(authz_matrix!(app)).entity(&emmy());
    let grid = run(all());
    assert_eq!(grid.cell(POST, "users"), 400);
    let grid = run(all().json_body(POST, &of_ada()));
    assert_eq!(grid.cell(POST, "users"), 201);
    assert_eq!(grid.cell(POST, "users #2"), 403);
    assert_eq!(grid.cell(POST, "no token"), 401);
    assert_eq!(grid.cell(POST, "teachers"), 403);
}

#[test]
fn a_body_comes_with_fresh_data_too() {
    let matrix = owned(authz_matrix!(app(routes![create])))
        .entity(&emmy())
        .fixtures(async || app(routes![create]))
        .json_body(POST, &of_ada());
    assert_eq!(run(matrix).cell(POST, "users"), 201);
}

#[test]
fn a_body_for_a_route_that_does_not_exist_is_an_error() {
    let matrix = owned(authz_matrix!(app(routes![create]))).json_body("POST /article", &of_ada());
    assert_eq!(
        complaint(matrix),
        "`.json_body(\"POST /article\", ..)` is for no route; the nearest the application has: `POST /articles`"
    );
}

#[test]
fn a_body_that_is_no_json_is_an_error() {
    let body = BTreeMap::from([((1, 2), 3)]);
    let matrix = owned(authz_matrix!(app(routes![create]))).json_body(POST, &body);
    assert_eq!(
        complaint(matrix),
        "the body of `.json_body(\"POST /articles\", ..)` cannot be serialized: key must be a string"
    );
}
