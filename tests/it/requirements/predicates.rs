//! `guard = ..`: a function of the program decides.

use std::{
    future::Future,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use axum::{
    Json,
    body::Bytes,
    extract::{FromRequestParts, Path, Query, State, rejection::PathRejection},
    http::{HeaderMap, StatusCode, request::Parts},
};
use jwt_router::{App, JwtRoutes, prelude::*};
use jwt_router_tests::{
    NOW, Refusal, RequestExt as _, User, ada, emmy, forge, get, grace, jwt, request, token,
};
use serde::Deserialize;
use serde_json::json;

use super::user_with;
use crate::log::logged;

/// Posts by their number, and how often a predicate looked at them.
#[derive(Clone, Default)]
struct Posts {
    asked: Arc<AtomicUsize>,
}

impl Posts {
    /// The post 7 is Ada's.
    fn owner(&self, id: u64) -> Option<i64> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        (id == 7).then_some(1)
    }
}

async fn owns_post(g: G<User>, Path(id): Path<u64>, State(posts): State<Posts>) -> bool {
    posts.owner(id) == Some(g.user_id)
}

#[protected(PUT, "/posts/{id}", guard = owns_post, register = false)]
async fn edit(State(_posts): State<Posts>, Path(id): Path<u64>, body: Bytes) -> String {
    format!("{id} {}", body.len())
}

#[protected(GET, "/drafts/{id}", guard = owns_post, scope = "drafts", state = Posts, register = false)]
async fn draft() -> &'static str {
    "in"
}

#[protected(DELETE, "/posts/{id}", guard = owns_post, fresh = "15m", state = Posts, register = false)]
async fn delete() -> &'static str {
    "in"
}

#[protected(GET, "/link/{id}", guard = owns_post, query = "auth", state = Posts, register = false)]
async fn link() -> &'static str {
    "in"
}

/// An application, and how often its predicate looked at a post.
fn posts() -> (App, Arc<AtomicUsize>) {
    let posts = Posts::default();
    let asked = Arc::clone(&posts.asked);
    let app = jwt().app_with(posts, routes![edit, draft, delete, link]);
    (app.build().unwrap(), asked)
}

#[test]
fn a_predicate_lets_in_and_refuses() {
    let (app, asked) = posts();
    let put = |path: &str, user: &User| {
        let request = request("PUT", path).bearer(&token(user)).json("body");
        request.to(&app)
    };
    put("/posts/7", &ada()).is(200, "7 4");
    put("/posts/7", &grace()).is_refused(Refusal::Forbidden);
    put("/posts/8", &ada()).is_refused(Refusal::Forbidden);
    assert_eq!(asked.load(Ordering::Relaxed), 3);
}

#[test]
fn a_predicate_is_not_asked_without_a_good_token() {
    let (app, asked) = posts();
    let put = || request("PUT", "/posts/7");
    put().to(&app).is_refused(Refusal::NoToken);
    put().bearer("a.b.c").to(&app).is_refused(Refusal::BadToken);
    put().bearer("a b").to(&app).is_refused(Refusal::BadRequest);
    let expired = forge(&json!({"table_name": "users", "user_id": 1, "exp": NOW - 5}));
    put()
        .bearer(&expired)
        .to(&app)
        .is_refused(Refusal::BadToken);
    let deleted = forge(&json!({"table_name": "users", "user_id": 9, "exp": NOW + 1}));
    put()
        .bearer(&deleted)
        .to(&app)
        .is_refused(Refusal::BadToken);
    assert_eq!(asked.load(Ordering::Relaxed), 0);
}

#[test]
fn a_predicate_is_not_asked_when_something_else_is_missing() {
    let (app, asked) = posts();
    let answer = get("/drafts/7").bearer(&token(&ada())).to(&app);
    let challenge = r#"Bearer error="insufficient_scope", scope="drafts""#;
    answer.is_refused_with(Refusal::Forbidden, challenge);
    let stale = user_with(json!({"auth_time": NOW - 901}));
    let answer = request("DELETE", "/posts/7").bearer(&stale).to(&app);
    assert_eq!(answer.status, 401);
    assert_eq!(asked.load(Ordering::Relaxed), 0);
    let scoped = user_with(json!({"scope": "drafts"}));
    get("/drafts/7").bearer(&scoped).to(&app).is(200, "in");
    assert_eq!(asked.load(Ordering::Relaxed), 1);
}

#[test]
fn a_rejection_of_its_extractors_is_the_answer() {
    let (app, asked) = posts();
    let put = |path: &str, token: &str| request("PUT", path).bearer(token).to(&app);
    assert_eq!(put("/posts/seven", &token(&ada())).status, 400);
    // `G<User>` of somebody who is no user.
    put("/posts/7", &token(&emmy())).is_refused(Refusal::Forbidden);
    assert_eq!(asked.load(Ordering::Relaxed), 0);
}

#[test]
fn head_asks_the_predicate_of_get() {
    let (app, asked) = posts();
    let head = |user: &User| {
        let token = user_with(json!({"user_id": user.user_id, "scope": "drafts"}));
        request("HEAD", "/drafts/7").bearer(&token).to(&app).status
    };
    assert_eq!((head(&ada()), head(&grace())), (200, 403));
    assert_eq!(asked.load(Ordering::Relaxed), 2);
}

// SECURITY.md, rule 6.
#[test]
fn the_answer_to_a_token_in_the_url_is_private_after_a_predicate_too() {
    let (app, _) = posts();
    let ask = |user: &User| get(&format!("/link/7?auth={}", token(user))).to(&app);
    ask(&ada()).is(200, "in");
    assert_eq!(ask(&ada()).header("cache-control"), "private, no-store");
    ask(&grace()).is_refused(Refusal::Forbidden);
    let bad = get(&format!("/link/x?auth={}", token(&ada()))).to(&app);
    assert_eq!(
        (bad.status, bad.header("cache-control")),
        (400, "private, no-store")
    );
}

/// What the predicates below are told to say.
#[derive(Deserialize)]
struct Say {
    say: String,
}

fn plain(Query(Say { say }): Query<Say>) -> bool {
    say == "yes"
}

async fn awaited(Query(Say { say }): Query<Say>) -> bool {
    tokio::task::yield_now().await;
    say == "yes"
}

fn result(Query(Say { say }): Query<Say>) -> Result<(), (StatusCode, String)> {
    if say == "yes" {
        Ok(())
    } else {
        Err((StatusCode::GONE, say))
    }
}

async fn awaited_result(query: Query<Say>) -> Result<(), (StatusCode, String)> {
    result(query)
}

fn result_of_bool(Query(Say { say }): Query<Say>) -> Result<bool, (StatusCode, String)> {
    match &*say {
        "yes" => Ok(true),
        "no" => Ok(false),
        _ => Err((StatusCode::GONE, say)),
    }
}

async fn awaited_result_of_bool(query: Query<Say>) -> Result<bool, (StatusCode, String)> {
    result_of_bool(query)
}

fn boxed(query: Query<Say>) -> impl Future<Output = bool> + Send {
    Box::pin(awaited(query))
}

fn nothing_to_ask() -> bool {
    false
}

macro_rules! guarded {
    ($($path:literal $name:ident $predicate:path;)*) => {
        $(
            #[protected(GET, $path, guard = $predicate, register = false)]
            async fn $name() -> &'static str {
                "in"
            }
        )*
    };
}

guarded! {
    "/plain" on_plain plain;
    "/awaited" on_awaited awaited;
    "/result" on_result result;
    "/awaited-result" on_awaited_result awaited_result;
    "/result-of-bool" on_result_of_bool result_of_bool;
    "/awaited-result-of-bool" on_awaited_result_of_bool awaited_result_of_bool;
    "/boxed" on_boxed boxed;
    "/never" never nothing_to_ask;
}

#[track_caller]
fn ask(path: &str) -> jwt_router_tests::Answer {
    let app = jwt().app_with(
        (),
        routes![
            on_plain,
            on_awaited,
            on_result,
            on_awaited_result,
            on_result_of_bool,
            on_awaited_result_of_bool,
            on_boxed,
            never
        ],
    );
    get(path).bearer(&token(&ada())).to(&app.build().unwrap())
}

#[test]
fn a_predicate_returns_a_bool_or_a_future_of_one() {
    for path in [
        "/plain",
        "/awaited",
        "/boxed",
        "/result-of-bool",
        "/awaited-result-of-bool",
    ] {
        ask(&format!("{path}?say=yes")).is(200, "in");
        ask(&format!("{path}?say=no")).is_refused(Refusal::Forbidden);
    }
}

#[test]
fn an_error_of_a_predicate_is_the_answer() {
    for path in [
        "/result",
        "/awaited-result",
        "/result-of-bool",
        "/awaited-result-of-bool",
    ] {
        ask(&format!("{path}?say=yes")).is(200, "in");
        ask(&format!("{path}?say=later")).is(410, "later");
    }
}

// A text alone would go out with status 200, and its reader take the request for done.
#[test]
fn a_predicate_never_refuses_with_a_success() {
    fn not_today() -> Result<(), &'static str> {
        Err("not today")
    }

    #[protected(GET, "/today", guard = not_today, register = false)]
    async fn today() {}

    let app = jwt().app_with((), routes![today]).build().unwrap();
    let answer = get("/today").bearer(&token(&ada())).to(&app);
    answer.is(403, "not today");
}

// `Captures` hides the `Path` from the compiler.
struct Captures(i64);

impl<S: Send + Sync> FromRequestParts<S> for Captures {
    type Rejection = PathRejection;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, PathRejection> {
        let Path(id) = Path::from_request_parts(parts, state).await?;
        Ok(Self(id))
    }
}

async fn owns(Captures(id): Captures) -> bool {
    id == 1
}

#[protected(GET, "/mine", guard = owns, register = false)]
async fn mine() -> &'static str {
    "in"
}

#[test]
fn a_predicate_that_cannot_be_asked_is_an_error_in_the_log() {
    let app = jwt().app_with((), routes![mine]).build().unwrap();
    let mut status = 0;
    let log = logged(|| status = get("/mine").bearer(&token(&ada())).to(&app).status);
    assert_eq!(status, 500);
    let event = log.last().unwrap();
    assert_eq!(event["level"], "ERROR");
    assert_eq!(event["fields"]["code"], "predicate_refused");
    let handler = event["fields"]["handler"].as_str().unwrap();
    assert!(handler.ends_with("::mine"), "{handler}");
}

#[test]
fn a_predicate_may_ask_nothing() {
    ask("/never").is_refused(Refusal::Forbidden);
}

/// An extractor of ours that asks who calls.
struct Name(String);

impl<S: Send + Sync> FromRequestParts<S> for Name {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        let g = G::<User>::from_request_parts(parts, state).await?;
        Ok(Self(g.name.clone()))
    }
}

#[expect(clippy::too_many_arguments, reason = "a predicate may have eight")]
fn all_kinds(
    Name(name): Name,
    g: Option<G<User>>,
    any: G,
    optional: Option<G>,
    headers: HeaderMap,
    Query(Say { say }): Query<Say>,
    jwt: JwtRoutes,
    State(()): State<()>,
) -> bool {
    let claims = any.claims::<serde_json::Value>().unwrap();
    assert_eq!(claims["table_name"], "users");
    assert!(jwt.update_token(&any).is_ok());
    let names = [Some(name), g.map(|g| g.name.clone())];
    names.iter().flatten().all(|name| *name == say)
        && optional.is_some_and(|g| g.table() == "users")
        && headers.contains_key("authorization")
}

#[protected(GET, "/all", guard = all_kinds, state = (), register = false)]
async fn all(g: G<User>, Json(()): Json<()>) -> String {
    g.name.clone()
}

#[test]
fn a_predicate_takes_what_reads_the_head() {
    let app = jwt().app_with((), routes![all]).build().unwrap();
    let ask = |say: &str, user: &User| {
        let request = get(&format!("/all?say={say}")).bearer(&token(user));
        request.json("null").to(&app)
    };
    ask("Ada", &ada()).is(200, "Ada");
    ask("Ada", &grace()).is_refused(Refusal::Forbidden);
}

#[protected(GET, "/claims", guard = knows_nobody, claims_only, register = false)]
async fn unloaded() -> &'static str {
    "in"
}

fn knows_nobody(g: G) -> bool {
    g.get::<User>().is_none() && g.key::<User>() == Some(1)
}

#[test]
fn a_predicate_of_a_route_that_loads_nothing_has_the_claims() {
    let app = jwt().app_with((), routes![unloaded]).build().unwrap();
    get("/claims").bearer(&token(&ada())).to(&app).is(200, "in");
    let answer = get("/claims").bearer(&token(&grace())).to(&app);
    answer.is_refused(Refusal::Forbidden);
}

#[test]
fn a_predicate_refuses_in_the_words_of_the_application() {
    let jwt = jwt_router_tests::builder().on_reject(|_| "sorry");
    let app = jwt.build().unwrap().app_with((), routes![never]);
    let answer = get("/never")
        .bearer(&token(&ada()))
        .to(&app.build().unwrap());
    answer.is(403, "sorry");
    assert_eq!(
        answer.header("www-authenticate"),
        r#"Bearer error="insufficient_scope""#
    );
}
