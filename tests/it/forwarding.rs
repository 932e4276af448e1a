//! A handler that forwards its request in somebody else's name does not take its caller along.

use axum::{
    Router,
    extract::{FromRequestParts, Request},
    http::{HeaderValue, Method, header, request::Parts},
    response::Response,
    routing::get as by_get,
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use jwt_router::{BuildProblem, Rejection, prelude::*};
use jwt_router_tests::{RequestExt as _, User, ada, get, grace, jwt, request, token};
use tower::ServiceExt as _;

async fn who(g: Option<G<User>>) -> String {
    g.map_or_else(|| "nobody".to_owned(), |g| g.name.clone())
}

/// Forwards with another `Authorization` header, or with none.
async fn forward(mut request: Request) -> Response {
    let other = request.headers_mut().remove("x-other");
    let headers = request.headers_mut();
    match other {
        Some(other) if other == "same" => {}
        Some(other) => {
            headers.insert(header::AUTHORIZATION, other);
        }
        None => {
            headers.remove(header::AUTHORIZATION);
        }
    }
    *request.uri_mut() = "/who".parse().unwrap();
    let inner = Router::new().route("/who", by_get(who));
    inner.oneshot(request).await.unwrap()
}

#[track_caller]
fn check(other: Option<&str>, status: u16, body: &str) {
    let router = Router::new().route("/forward", by_get(forward));
    let app = jwt().app_with((), routes![]).merge(router).build().unwrap();
    let mut request = get("/forward").bearer(&token(&ada()));
    if let Some(other) = other {
        let other = HeaderValue::from_str(other).unwrap();
        request.headers_mut().insert("x-other", other);
    }
    let answer = request.to(&app);
    assert_eq!(answer.status, status);
    if status == 200 {
        assert_eq!(answer.body, body);
    }
}

// SECURITY.md, rule 8.
#[test]
fn a_forwarded_request_has_its_caller_only_under_the_same_credentials() {
    check(Some("same"), 200, "Ada");
    check(Some("Bearer another"), 500, "");
    check(None, 500, "");
}

#[test]
fn two_merged_routers_may_share_a_path() {
    let get_router = Router::new().route("/x", by_get(|| async { "get" }));
    let post_router = Router::new().route("/x", axum::routing::post(|| async { "post" }));
    let app = jwt().app_with((), routes![]);
    let app = app
        .merge(get_router)
        .merge(post_router)
        .ignored(Method::POST, "/x");
    let app = app.build().unwrap();
    assert_eq!(get("/x").to(&app).status, 401);
    request("POST", "/x").to(&app).is(200, "post");
    assert_eq!(request("PUT", "/x").to(&app).status, 405);
}

#[test]
fn an_ignored_service_at_an_odd_path_is_an_error_and_no_panic() {
    for path in ["/:files", "/*files", "/a/:b", "/a/{b}", "a", ""] {
        let app = jwt()
            .app_with((), routes![])
            .ignored_service(path, by_get(who));
        let error = app.build().unwrap_err();
        assert!(
            matches!(error.problems(), [BuildProblem::InvalidPath { .. }]),
            "{path}: {error}"
        );
    }
}

#[whitelist(GET, "/early/{number}", register = false)]
async fn early(_: axum::extract::Path<u8>, g: Option<G<User>>) -> String {
    who(g).await
}

// SECURITY.md, rule 6.
#[test]
fn an_argument_that_refuses_before_the_token_is_looked_at_makes_the_answer_private_too() {
    let jwt = jwt_router_tests::builder()
        .query_token("auth")
        .build()
        .unwrap();
    let app = jwt.app_with((), routes![early]).build().unwrap();
    for path in ["/early/3", "/early/nope"] {
        let answer = get(&format!("{path}?auth={}", token(&ada()))).to(&app);
        assert_eq!(
            answer.headers["cache-control"], "private, no-store",
            "{path}"
        );
    }
    assert!(
        !get("/early/3")
            .to(&app)
            .headers
            .contains_key("cache-control")
    );
}

#[protected(POST, "/renew", register = false)]
async fn renew(g: G<User>, jwt: JwtRoutes) -> Result<Token, SignError> {
    jwt.update_token(&g)
}

#[test]
fn a_large_number_survives_a_renewal() {
    #[derive(serde::Serialize)]
    struct Account {
        account: u128,
    }
    let account = u128::from(u64::MAX) + 6;
    let jwt = jwt();
    let first = jwt
        .token::<User>(&1)
        .claims(&Account { account })
        .sign()
        .unwrap();
    let app = jwt.app_with((), routes![renew]).build().unwrap();
    let answer = request("POST", "/renew").bearer(first.as_str()).to(&app);
    let renewed: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
    let renewed = renewed["token"].as_str().unwrap();
    let payload = renewed.split('.').nth(1).unwrap();
    let payload = String::from_utf8(URL_SAFE_NO_PAD.decode(payload).unwrap()).unwrap();
    assert!(
        payload.contains(&format!("\"account\":{account}")),
        "{payload}"
    );
}

#[test]
fn an_error_of_claims_holds_no_value() {
    #[derive(serde::Serialize)]
    struct Extra {
        device: &'static str,
    }
    #[derive(Debug, serde::Deserialize)]
    struct Other {
        #[expect(dead_code, reason = "it cannot be read")]
        device: u8,
    }
    #[protected(GET, "/claims", register = false)]
    async fn claims(g: G<User>) -> String {
        let error = g.claims::<Other>().unwrap_err();
        format!("{error} {error:?}")
    }
    let jwt = jwt();
    let token = jwt
        .token::<User>(&1)
        .claims(&Extra { device: "s3cr3t" })
        .sign()
        .unwrap();
    let app = jwt.app_with((), routes![claims]).build().unwrap();
    let answer = get("/claims").bearer(token.as_str()).to(&app);
    assert_eq!(answer.status, 200);
    assert!(!answer.body.contains("s3cr3t"), "{}", answer.body);
}

/// An extractor that puts another token into the request before it asks who calls.
struct Swapped;

impl<S: Send + Sync> FromRequestParts<S> for Swapped {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Rejection> {
        if let Some(other) = parts.headers.remove("x-other") {
            parts.headers.insert(header::AUTHORIZATION, other);
        }
        G::<User>::from_request_parts(parts, state).await?;
        Ok(Self)
    }
}

#[protected(GET, "/swapped", register = false)]
async fn swapped(_swapped: Swapped, g: G<User>) -> String {
    g.name.clone()
}

#[whitelist(GET, "/may-swap", register = false)]
async fn may_swap(_swapped: Swapped, g: Option<G<User>>) -> String {
    who(g).await
}

// SECURITY.md, rule 8.
#[test]
fn an_extractor_that_replaces_the_token_finds_no_caller() {
    let app = jwt().app_with((), routes![swapped, may_swap]);
    let app = app.build().unwrap();
    for path in ["/swapped", "/may-swap"] {
        let by_ada = || get(path).bearer(&token(&ada()));
        let other = format!("Bearer {}", token(&grace()));
        let answer = by_ada().with("x-other", other.as_bytes()).to(&app);
        assert_eq!(answer.status, 500, "{path}");
        by_ada().to(&app).is(200, "Ada");
    }
}
