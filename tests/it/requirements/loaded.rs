//! The words and the value of a predicate: what it refuses with, and what it hands to its handler.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicUsize, Ordering},
};

use axum::{
    extract::{Path, State},
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use jwt_router::{App, BuildProblem, JwtRoutesBuilder, Rejection, RejectionKind, prelude::*};
use jwt_router_tests::{
    Answer, RequestExt as _, User, ada, builder, emmy, get, grace, jwt, request, token,
};
use serde_json::{Value, json};

use crate::log::logged;

#[derive(Debug)]
struct Article {
    slug: String,
    author: i64,
}

/// Counts how often an article is read.
#[derive(Clone, Default)]
struct Articles(Arc<AtomicUsize>);

impl Articles {
    /// The article `ada` is Ada's; there is no article `none`.
    fn find(&self, slug: &str) -> Option<Article> {
        self.0.fetch_add(1, Ordering::Relaxed);
        (slug != "none").then(|| Article {
            slug: slug.to_owned(),
            author: 1,
        })
    }
}

async fn owns(
    g: G<User>,
    Path(slug): Path<String>,
    State(articles): State<Articles>,
    jwt: JwtRoutes,
) -> Result<Loaded<Article>, Rejection> {
    let article = articles.find(&slug);
    let article = article.ok_or_else(|| jwt.not_found("no article \"none\""))?;
    if article.author != g.user_id {
        return Err(jwt.forbidden("not your article"));
    }
    Ok(Loaded(article))
}

#[protected(DELETE, "/articles/{slug}", guard = owns, state = Articles, register = false)]
async fn delete(article: Loaded<Article>) -> String {
    format!("{} deleted", article.slug)
}

#[protected(PUT, "/articles/{slug}", guard = owns, register = false)]
async fn update(
    Loaded(article): Loaded<Article>,
    g: G<User>,
    State(_articles): State<Articles>,
    body: String,
) -> String {
    format!("{} of {}: {body}", article.slug, g.name)
}

// It hands over a value that its handler does not take.
#[protected(GET, "/articles/{slug}", guard = owns, state = Articles, register = false)]
async fn show(g: Option<G<User>>, any: G) -> String {
    format!("{} {}", g.is_some(), any.table())
}

fn articles(builder: JwtRoutesBuilder) -> (App, Arc<AtomicUsize>) {
    let articles = Articles::default();
    let read = Arc::clone(&articles.0);
    let jwt = builder.build().unwrap();
    let app = jwt.app_with(articles, routes![delete, update, show]);
    (app.build().unwrap(), read)
}

fn send(method: &str, slug: &str, user: &User) -> Answer {
    let (app, _) = articles(builder());
    let request = request(method, &format!("/articles/{slug}"));
    request.bearer(&token(user)).to(&app)
}

#[test]
fn a_handler_takes_what_its_predicate_has_loaded() {
    send("DELETE", "a", &ada()).is(200, "a deleted");
    send("PUT", "a", &ada()).is(200, "a of Ada: ");
    send("GET", "a", &ada()).is(200, "true users");
}

#[test]
fn the_row_is_read_once() {
    let (app, read) = articles(builder());
    let request = request("DELETE", "/articles/a").bearer(&token(&ada()));
    request.to(&app).is(200, "a deleted");
    assert_eq!(read.load(Ordering::Relaxed), 1);
}

#[track_caller]
fn check(answer: &Answer, status: u16, challenge: &str, detail: &str) {
    assert_eq!(answer.status, status);
    assert_eq!(answer.header("www-authenticate"), challenge);
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(answer.header("content-type"), "application/problem+json");
    let body: Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(body["detail"], detail);
    assert_eq!(body["status"], status);
}

const FORBIDDEN: &str = r#"Bearer error="insufficient_scope""#;

#[test]
fn a_predicate_says_what_was_forbidden() {
    let answer = send("DELETE", "a", &grace());
    check(&answer, 403, FORBIDDEN, "not your article");
    assert_eq!(
        answer.body,
        r#"{"type":"about:blank","title":"Forbidden","status":403,"detail":"not your article","error":"insufficient_scope"}"#
    );
}

// The quotes of the detail are escaped.
#[test]
fn a_predicate_says_what_does_not_exist() {
    check(
        &send("DELETE", "none", &ada()),
        404,
        "",
        "no article \"none\"",
    );
}

#[test]
fn a_refusal_of_a_predicate_is_logged_once_with_its_words() {
    let (app, _) = articles(builder());
    for (slug, user, status, detail) in [
        ("a", grace(), 403, "\"not your article\""),
        ("none", ada(), 404, "\"no article \\\"none\\\"\""),
    ] {
        let log = logged(|| {
            let request = request("DELETE", &format!("/articles/{slug}"));
            assert_eq!(request.bearer(&token(&user)).to(&app).status, status);
        });
        let [event] = log.as_slice() else {
            panic!("{log:?}");
        };
        let fields = &event["fields"];
        assert_eq!(event["level"], "INFO");
        assert_eq!(fields["code"], "predicate_refused");
        assert_eq!(fields["status"], status);
        assert_eq!(fields["detail"], detail);
        assert_eq!(fields["table"], "users");
        assert_eq!(fields["key"], user.user_id.to_string());
    }
}

// The guard has logged that the caller is no user.
#[test]
fn a_rejection_that_a_predicate_passes_on_is_logged_once() {
    async fn passes_on(g: Result<G<User>, Rejection>) -> Result<(), Rejection> {
        g.map(drop)
    }

    #[protected(GET, "/users-only", guard = passes_on, register = false)]
    async fn users_only() {}

    let app = jwt().app_with((), routes![users_only]).build().unwrap();
    let log = logged(|| {
        let answer = get("/users-only").bearer(&token(&emmy())).to(&app);
        assert_eq!(answer.status, 403);
    });
    let [event] = log.as_slice() else {
        panic!("{log:?}");
    };
    assert_eq!(event["fields"]["code"], "other_entity");
}

#[test]
fn on_reject_sees_the_route_the_code_and_the_words() {
    let builder = builder().api_name("/api").on_reject(|rejection| {
        let method = rejection.method().map(ToString::to_string);
        json!([
            method,
            rejection.path(),
            rejection.code(),
            rejection.detail()
        ])
        .to_string()
    });
    let (app, _) = articles(builder);
    let target = "/api/articles/a?x=1";
    let send = |token: Option<String>| {
        let request = request("DELETE", target);
        let request = match token {
            Some(token) => request.bearer(&token),
            None => request,
        };
        request.to(&app).body
    };
    assert_eq!(
        send(Some(token(&grace()))),
        r#"["DELETE","/api/articles/{slug}","predicate_refused","not your article"]"#
    );
    assert_eq!(
        send(None),
        r#"["DELETE","/api/articles/{slug}","missing_token","this route needs a bearer token"]"#
    );
    assert_eq!(
        send(Some(token(&emmy()))),
        r#"["DELETE","/api/articles/{slug}","other_entity","the bearer token does not give access to this route"]"#
    );
}

// The closure gets the rejection, which holds no token.
#[test]
fn on_reject_never_sees_the_token() {
    let seen = Arc::new(Mutex::new(String::new()));
    let log = Arc::clone(&seen);
    let (app, _) = articles(builder().on_reject(move |rejection| {
        *log.lock().unwrap() = format!(
            "{rejection:?} {rejection} {:?} {:?}",
            rejection.challenge(),
            rejection.path()
        );
    }));
    let token = token(&grace());
    let request = request("DELETE", "/articles/a").bearer(&token);
    assert_eq!(request.to(&app).status, 403);
    let seen = seen.lock().unwrap();
    assert!(seen.contains("not your article"), "{seen}");
    assert!(!seen.contains("eyJ"), "{seen}");
}

/// What the predicates below refuse with.
fn own(status: StatusCode, headers: &[(HeaderName, &'static str)]) -> Response {
    let mut response = (status, "own words").into_response();
    for (name, value) in headers {
        let value = HeaderValue::from_static(value);
        response.headers_mut().insert(name, value);
    }
    response
}

macro_rules! refusing {
    ($($path:literal $name:ident $predicate:ident $response:expr;)*) => {
        $(
            async fn $predicate() -> Result<(), Response> {
                Err($response)
            }

            #[protected(GET, $path, guard = $predicate, register = false)]
            async fn $name() {}
        )*
    };
}

refusing! {
    "/401" on_401 with_401 own(StatusCode::UNAUTHORIZED, &[]);
    "/403" on_403 with_403 own(StatusCode::FORBIDDEN, &[(header::CACHE_CONTROL, "public, max-age=9")]);
    "/404" on_404 with_404 own(StatusCode::NOT_FOUND, &[]);
    "/410" on_410 with_410 own(StatusCode::GONE, &[(header::CACHE_CONTROL, "max-age=9")]);
    "/own" on_own with_own own(StatusCode::UNAUTHORIZED, &[(header::WWW_AUTHENTICATE, "Digest x=1")]);
    "/200" on_200 with_200 own(StatusCode::OK, &[]);
}

#[track_caller]
fn check_own(path: &str, status: u16, challenge: &str, cache_control: &str) {
    let routes = routes![on_401, on_403, on_404, on_410, on_own, on_200];
    let app = jwt().app_with((), routes).build().unwrap();
    let mut answer = None;
    let log = logged(|| answer = Some(get(path).bearer(&token(&ada())).to(&app)));
    let answer = answer.unwrap();
    answer.is(status, "own words");
    assert_eq!(answer.header("www-authenticate"), challenge, "{path}");
    assert_eq!(answer.header("cache-control"), cache_control, "{path}");
    let [event] = log.as_slice() else {
        panic!("{log:?}");
    };
    assert_eq!(event["fields"]["code"], "predicate_refused");
    assert_eq!(event["fields"]["status"], status);
    assert_eq!(event["fields"]["key"], "1");
}

// RFC 9110, section 15.5.2: a 401 has a challenge.
#[test]
fn an_own_401_or_403_of_a_predicate_has_a_challenge_and_is_not_stored() {
    check_own("/401", 401, r#"Bearer error="invalid_token""#, "no-store");
    check_own("/403", 403, FORBIDDEN, "no-store");
    check_own("/200", 403, FORBIDDEN, "no-store");
    check_own("/own", 401, "Digest x=1", "no-store");
}

#[test]
fn another_own_response_of_a_predicate_is_not_stored_unless_it_says_so() {
    check_own("/404", 404, "", "no-store");
    check_own("/410", 410, "", "max-age=9");
}

fn optional(g: G<User>) -> Option<Loaded<String>> {
    (g.user_id == 1).then(|| Loaded(g.name.clone()))
}

async fn optional_result(g: G<User>) -> Result<Option<Loaded<String>>, StatusCode> {
    match g.user_id {
        1 => Ok(Some(Loaded(g.name.clone()))),
        _ => Ok(None),
    }
}

#[protected(GET, "/optional", guard = optional, register = false)]
async fn on_optional(name: Loaded<String>) -> String {
    name.into_inner()
}

#[protected(GET, "/optional-result", guard = optional_result, register = false)]
async fn on_optional_result(name: Loaded<String>) -> String {
    name.0
}

#[test]
fn a_predicate_that_loads_nothing_refuses() {
    let routes = routes![on_optional, on_optional_result];
    let app = jwt().app_with((), routes).build().unwrap();
    for path in ["/optional", "/optional-result"] {
        get(path).bearer(&token(&ada())).to(&app).is(200, "Ada");
        let answer = get(path).bearer(&token(&grace())).to(&app);
        answer.is_refused(jwt_router_tests::Refusal::Forbidden);
    }
}

#[test]
fn a_value_that_is_taken_twice_is_a_problem_of_the_start() {
    #[protected(GET, "/twice", guard = optional, register = false)]
    async fn twice(_first: Loaded<String>, _second: Loaded<String>) {}

    let error = jwt().app_with((), routes![twice]).build().unwrap_err();
    assert!(
        matches!(error.problems(), [BuildProblem::Requirement(_)]),
        "{error}"
    );
    let error = error.to_string();
    assert!(
        error.contains("takes the value of its predicate 2 times: take `Loaded<..>` once"),
        "{error}"
    );
}

#[test]
fn a_handler_may_refuse_with_the_same_words() {
    #[protected(GET, "/handler", register = false)]
    async fn handler(jwt: JwtRoutes) -> Rejection {
        jwt.forbidden("not today")
    }

    let app = jwt().app_with((), routes![handler]).build().unwrap();
    let answer = get("/handler").bearer(&token(&ada())).to(&app);
    check(&answer, 403, FORBIDDEN, "not today");
    let rejection = jwt().reject(RejectionKind::NotFound);
    assert_eq!(rejection.code(), "not_found");
    assert_eq!((rejection.method(), rejection.path()), (None, None));
}
