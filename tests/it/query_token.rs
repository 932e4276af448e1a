//! Tokens in URLs: only where a route asks for them.

use axum::{
    Json, RequestPartsExt as _, Router,
    extract::{FromRequestParts, Path, Query},
    http::{Method, header, request::Parts},
    routing::any,
};
use jwt_router::{App, Rejection, prelude::*};
use jwt_router_tests::{
    Answer, Refusal, RequestExt as _, User, ada, builder, emmy, get, request, token,
};
use serde::Deserialize;

#[protected(GET, "/download", query = "auth", register = false)]
async fn download(g: G<User>) -> String {
    g.name.clone()
}

#[protected(GET, "/cached", query = "auth", register = false)]
async fn cached() -> ([(header::HeaderName, &'static str); 1], &'static str) {
    ([(header::CACHE_CONTROL, "public, max-age=60")], "cached")
}

#[protected(GET, "/plain", register = false)]
async fn plain() -> &'static str {
    "plain"
}

#[protected(POST, "/plain", register = false)]
async fn write() -> &'static str {
    "written"
}

#[whitelist(GET, "/feed", register = false)]
async fn feed(g: Option<G<User>>) -> String {
    g.map_or_else(|| "nobody".to_owned(), |g| g.name.clone())
}

fn app() -> App {
    let jwt = builder().build().unwrap();
    jwt.app_with((), routes![download, cached, plain, write, feed])
        .build()
        .unwrap()
}

/// Every guarded route takes `?auth=`.
fn open_app() -> App {
    let by_hand = Router::new()
        .route("/merged", any(|g: G<User>| async move { g.name.clone() }))
        .route(
            "/merged-public",
            any(|g: Option<G<User>>| async move { if g.is_some() { "known" } else { "nobody" } }),
        );
    let jwt = builder().query_token("auth").build().unwrap();
    jwt.app_with((), routes![plain, write, feed, opaque, argument, item])
        .merge(by_hand)
        .whitelist(Method::GET, "/merged-public")
        .build()
        .unwrap()
}

/// A URL with Ada's token as `auth`.
fn url(path: &str) -> String {
    format!("{path}?auth={}", token(&ada()))
}

/// Checks an answer that came by a token in the URL.
#[track_caller]
fn check_private(answer: &Answer, body: &str) {
    answer.is(200, body);
    assert_eq!(answer.header("cache-control"), "private, no-store");
}

// SECURITY.md, rule 6: query tokens only on routes that ask for them.
#[test]
fn a_token_in_the_url_is_for_routes_that_ask() {
    let app = app();
    check_private(&get(&url("/download")).to(&app), "Ada");
    get(&url("/plain")).to(&app).is_refused(Refusal::NoToken);
    get(&url("/feed")).to(&app).is(200, "nobody");
    get(&format!("/download?token={}", token(&ada())))
        .to(&app)
        .is_refused(Refusal::NoToken);
}

// SECURITY.md, rule 6: `Cache-Control: private, no-store`.
#[test]
fn answers_to_a_token_in_the_url_are_not_stored() {
    let app = app();
    check_private(&get(&url("/cached")).to(&app), "cached");
    let answer = get("/cached").bearer(&token(&ada())).to(&app);
    answer.is(200, "cached");
    assert_eq!(answer.header("cache-control"), "public, max-age=60");
    let head = request("HEAD", &url("/download")).to(&app);
    assert_eq!(head.status, 200);
    assert_eq!(head.header("cache-control"), "private, no-store");
}

// SECURITY.md, rule 6: a token in two places is 400.
#[test]
fn a_token_in_two_places_is_a_bad_request() {
    let app = app();
    for (target, authorization) in [
        (url("/download"), format!("Bearer {}", token(&ada()))),
        (url("/download"), format!("Bearer {}", token(&emmy()))),
        (url("/download"), "Bearer".to_owned()),
        (url("/download"), "Basic YTpi".to_owned()),
        (
            "/download?auth=".to_owned(),
            format!("Bearer {}", token(&ada())),
        ),
    ] {
        get(&target)
            .with("authorization", authorization.as_bytes())
            .to(&app)
            .is_refused(Refusal::BadRequest);
    }
    // A route that takes no token from the URL does not look there.
    let asked = get(&format!("/plain?auth={}", token(&emmy())));
    asked.bearer(&token(&ada())).to(&app).is(200, "plain");
}

#[test]
fn the_parameter_is_there_once_and_undisguised() {
    let app = app();
    let good = token(&ada());
    for query in [
        format!("auth={good}&auth={good}"),
        format!("auth={good}&%61uth={good}"),
        format!("a%75th={good}"),
        format!("auth={}", good.replace('.', "%252E")),
        format!("auth={good}%20"),
        format!("auth=+{good}"),
        format!("auth={good}="),
        "auth=".to_owned(),
        "auth".to_owned(),
        "auth=a%00b".to_owned(),
        "auth=Bearer%20a.b.c".to_owned(),
    ] {
        get(&format!("/download?{query}"))
            .to(&app)
            .is_refused(Refusal::BadRequest);
    }
    for query in [
        format!("x=1&auth={good}&y=2"),
        format!("auth={}", good.replace('.', "%2E")),
        format!("auth=%{:02x}{}", good.as_bytes()[0], &good[1..]),
        format!("&&auth={good}"),
        format!("Auth=x&auth={good}"),
        format!("auth[]=x&auth={good}"),
    ] {
        check_private(&get(&format!("/download?{query}")).to(&app), "Ada");
    }
    for query in [format!("AUTH={good}"), format!("auth%00={good}")] {
        get(&format!("/download?{query}"))
            .to(&app)
            .is_refused(Refusal::NoToken);
    }
}

#[test]
fn a_bad_token_in_the_url_is_refused() {
    let app = app();
    get("/download?auth=a.b.c")
        .to(&app)
        .is_refused(Refusal::BadToken);
    get(&format!("/download?auth={}", token(&emmy())))
        .to(&app)
        .is_refused(Refusal::Forbidden);
}

// SECURITY.md, rule 6: GET and HEAD only.
#[test]
fn query_token_is_a_step_back_for_every_route() {
    let app = open_app();
    check_private(&get(&url("/plain")).to(&app), "plain");
    check_private(&get(&url("/feed")).to(&app), "Ada");
    get("/feed").to(&app).is(200, "nobody");
    assert_eq!(get("/feed").to(&app).header("cache-control"), "");
    for (method, path) in [
        ("POST", "/plain"),
        ("POST", "/merged"),
        ("PUT", "/merged"),
        ("OPTIONS", "/merged"),
        ("DELETE", "/merged-public"),
    ] {
        let answer = request(method, &url(path)).to(&app);
        answer.is_refused(Refusal::NoToken);
    }
    let asked = get(&url("/feed")).bearer(&token(&ada()));
    asked.to(&app).is_refused(Refusal::BadRequest);
}

// SECURITY.md, rule 6.
#[test]
fn a_merged_router_takes_the_token_in_the_url_too() {
    let app = open_app();
    get(&url("/merged")).to(&app).is(200, "Ada");
    get(&url("/merged-public")).to(&app).is(200, "known");
    get("/merged-public").to(&app).is(200, "nobody");
}

// SECURITY.md, rule 6.
#[test]
fn answers_of_a_merged_router_to_a_token_in_the_url_are_not_stored() {
    let app = open_app();
    check_private(&get(&url("/merged")).to(&app), "Ada");
    check_private(&get(&url("/merged-public")).to(&app), "known");
}

/// An extractor that the macro does not know.
struct Known(bool);

impl<S: Send + Sync> FromRequestParts<S> for Known {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Rejection> {
        let g = parts.extract::<Option<G>>().await?;
        Ok(Self(g.is_some()))
    }
}

#[whitelist(GET, "/opaque", register = false)]
async fn opaque(Known(is_known): Known) -> String {
    is_known.to_string()
}

// SECURITY.md, rule 6.
#[test]
fn an_own_extractor_makes_the_answer_private_too() {
    let app = open_app();
    get("/opaque").to(&app).is(200, "false");
    check_private(&get(&url("/opaque")).to(&app), "true");
}

#[derive(Deserialize)]
struct Page {
    page: u8,
}

#[protected(GET, "/argument", register = false)]
async fn argument(Query(Page { page }): Query<Page>) -> Json<u8> {
    Json(page)
}

#[protected(GET, "/item/{id}", register = false)]
async fn item(Path(id): Path<u8>) -> Json<u8> {
    Json(id)
}

// SECURITY.md, rule 6: every answer, also one that an argument gives.
#[test]
fn an_argument_that_refuses_makes_the_answer_private_too() {
    let app = open_app();
    for target in [url("/argument"), url("/item/x")] {
        let answer = get(&target).to(&app);
        assert_eq!(answer.status, 400);
        assert_eq!(answer.header("cache-control"), "private, no-store");
    }
}
