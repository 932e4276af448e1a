//! Guards that do not hold, each in its way: a layer around a right application plays them.

use axum::{
    extract::{FromRequestParts, Request},
    http::{header, request::Parts},
    middleware::{Next, from_fn, map_response},
    response::{IntoResponse as _, Response},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use jwt_router::{Rejection, RejectionKind};

use super::*;

/// `GET /me`, `GET /marks/{id}` and `POST /login` behind a guard that answers 200 to these requests
/// without looking at them.
fn believing(is_believed: fn(&Request) -> bool) -> Matrix {
    let believe = move |request: Request, next: Next| async move {
        if is_believed(&request) {
            return StatusCode::OK.into_response();
        }
        next.run(request).await
    };
    everybody(authz_matrix!(
        app(routes![me, marks, login]).layer(from_fn(believe))
    ))
}

fn authorization(request: &Request) -> Vec<String> {
    let values = request.headers().get_all(header::AUTHORIZATION).iter();
    values
        .map(|value| value.to_str().unwrap().to_owned())
        .collect()
}

/// The claims of the one token of the header; the token's header too.
fn token(request: &Request) -> Option<(String, String)> {
    let [authorization] = &authorization(request)[..] else {
        return None;
    };
    let decoded = |part: &str| {
        let bytes = URL_SAFE_NO_PAD.decode(part).ok()?;
        String::from_utf8(bytes).ok()
    };
    let mut parts = authorization.strip_prefix("Bearer ")?.split('.');
    Some((decoded(parts.next()?)?, decoded(parts.next()?)?))
}

fn has_claim(request: &Request, claim: &str) -> bool {
    token(request).is_some_and(|(_, claims)| claims.contains(claim))
}

#[test]
fn an_open_guard_is_told() {
    check(
        believing(|request| authorization(request).is_empty() && request.method() == Method::GET),
        "GET /me with no token: expected 401, got 200: this route is open",
    );
}

#[test]
fn an_open_head_is_told() {
    check(
        believing(|request| request.method() == Method::HEAD),
        "HEAD /me with no token: expected 401, got 200: this route is open",
    );
}

#[test]
fn a_guard_that_takes_anything_for_a_token_is_told() {
    check(
        believing(|request| authorization(request) == ["Bearer a.b.c"]),
        "GET /me with a malformed token: expected 401, got 200: a malformed token opens this route",
    );
}

#[test]
fn a_guard_that_forgets_to_look_at_the_clock_is_told() {
    let earlier = format!("\"exp\":{}", jwt_router_tests::NOW - 3600);
    assert_eq!(earlier, "\"exp\":1699996400");
    check(
        believing(|request| has_claim(request, "\"exp\":1699996400")),
        "GET /me with an expired token: expected 401, got 200: expired tokens open this route",
    );
}

#[test]
fn a_guard_that_forgets_the_signature_is_told() {
    let is_good = |request: &Request| {
        let claims = ["\"user_id\":1,", "\"exp\":1700003600"];
        claims.iter().all(|claim| has_claim(request, claim))
            && token(request).is_some_and(|(header, _)| header.contains("HS256"))
    };
    check(
        believing(is_good),
        "GET /me with a token that another key signed: expected 401, got 200: tokens with a forged signature open this route",
    );
}

#[test]
fn a_guard_that_takes_unsigned_tokens_is_told() {
    check(
        believing(|request| token(request).is_some_and(|(header, _)| header.contains("none"))),
        "GET /me with an unsigned token (`alg: none`): expected 401, got 200: unsigned tokens open this route",
    );
}

#[test]
fn a_guard_that_takes_refresh_tokens_is_told() {
    check(
        believing(|request| token(request).is_some_and(|(header, _)| header.contains("rt+jwt"))),
        "GET /me with a refresh token (`typ: rt+jwt`): expected 401, got 200: refresh tokens open this route, and they live long",
    );
}

#[test]
fn a_guard_that_lets_the_deleted_in_is_told() {
    check(
        believing(|request| has_claim(request, &format!("\"user_id\":{}", i64::MAX))),
        "GET /me with the token of an entity that does not exist: expected 401, got 200: deleted entities are still let in",
    );
}

#[test]
fn a_guard_that_takes_every_table_is_told() {
    check(
        believing(|request| has_claim(request, "\"teachers\"")),
        "GET /me as `teachers`: expected 403, got 200: these tokens open a route that is not for them",
    );
}

#[test]
fn a_guard_that_looks_into_every_url_is_told() {
    let in_url = |request: &Request| {
        let query = request.uri().query().unwrap_or_default();
        query.contains("access_token=") && authorization(request).is_empty()
    };
    check(
        believing(in_url),
        "GET /me with a token in the URL: expected 401, got 200: tokens in URLs open this route, and URLs end up in logs and histories",
    );
}

#[test]
fn a_guard_that_believes_one_of_two_tokens_is_told() {
    check(
        believing(|request| authorization(request).len() == 2),
        "GET /me with two tokens: expected 400, got 200: one of the two tokens is used, and it is not defined which",
    );
    let twice = |request: &Request| {
        let query = request.uri().query().unwrap_or_default();
        query.starts_with("auth=") && authorization(request).len() == 1
    };
    check(
        believing(twice),
        "GET /marks/{id} with two tokens: expected 400, got 200: one of the two tokens is used, and it is not defined which",
    );
}

#[test]
fn a_method_that_no_policy_names_is_told() {
    check(
        believing(|request| request.method() == Method::DELETE),
        "DELETE /me with no token: expected 405, got 200: the policy does not have this method, and the application responds to it",
    );
}

// A merged router may serve methods that the policy does not name. Its guard refuses them without a token.
#[test]
fn a_method_that_is_refused_for_another_reason_than_a_missing_token_is_told() {
    let forge = async |mut request: Request| {
        if request.method() == Method::PATCH {
            let headers = request.headers_mut();
            headers.insert(header::AUTHORIZATION, "Bearer a.b.c".parse().unwrap());
        }
        request
    };
    let router = Router::new().route("/open", any(|| async {}));
    let app = jwt().app_with((), routes![me]).merge(router);
    let app = app.ignored(Method::GET, "/open").build().unwrap();
    run(everybody(authz_matrix!(app)));
    check(
        everybody(authz_matrix!(
            app.layer(axum::middleware::map_request(forge))
        )),
        "PATCH /open with no token: expected 405, got 401: the guard refused for another reason, the bearer token is not valid",
    );
}

#[test]
fn a_guard_that_refuses_whom_the_policy_lets_in_is_told() {
    let strip = async |mut request: Request| {
        request.headers_mut().remove(header::AUTHORIZATION);
        request
    };
    let app = app(routes![me]).layer(axum::middleware::map_request(strip));
    let complaint = complaint(everybody(authz_matrix!(app)));
    for expected in [
        "GET /me as `users`: expected to be let in, got 401: the guard refuses a caller whom the policy lets in\n",
        "GET /me as `teachers`: expected 403, got 401: the guard refused for another reason, this route needs a bearer token\n",
        " says `protected users`: look at what is put around the application with `App::layer`\n",
    ] {
        assert!(complaint.contains(expected), "{complaint}");
    }
}

#[test]
fn a_layer_that_hides_refusals_is_told() {
    let hide = async |mut response: Response| {
        *response.status_mut() = StatusCode::OK;
        response
    };
    check(
        everybody(authz_matrix!(app(routes![me]).layer(map_response(hide)))),
        "GET /me with no token: expected 401, got 200: the guard refused, and a layer outside answers as if it had not",
    );
}

// A handler that answers 401 by itself is no guard.
#[test]
fn a_refusal_that_is_not_the_guards_is_told() {
    let file = lock(
        "login.lock",
        "POST  /login  protected any entity  it::matrix::login\n",
    );
    check(
        everybody(authz_matrix!(app(routes![login]), file)),
        "POST /login with no token: expected 401, got 401: the status is right, but the guard did not give it: the handler ran and refused by itself, or a layer outside answered or dropped the request's extensions",
    );
}

// The guard's refusals are known by an extension of the request.
#[test]
fn a_layer_that_drops_the_extensions_of_requests_is_told() {
    let forget = async |mut request: Request| {
        request.extensions_mut().clear();
        request
    };
    let app = app(routes![me]).layer(axum::middleware::map_request(forget));
    check(
        everybody(authz_matrix!(app)),
        "GET /me with no token: expected 401, got 401: the status is right, but the guard did not give it: the handler ran and refused by itself, or a layer outside answered or dropped the request's extensions",
    );
}

#[test]
fn an_error_of_the_handler_does_not_hide_that_a_route_is_open() {
    #[whitelist(POST, "/order", register = false)]
    async fn order(_order: axum::Json<String>) {}

    let file = lock(
        "order.lock",
        "POST  /order  protected users  it::matrix::order\n",
    );
    check(
        everybody(authz_matrix!(app(routes![order]), file)),
        "POST /order with no token: expected 401, got 400: this route is open: the handler or a layer outside responded, and not the guard",
    );
}

/// It needs a token, and does not say so by `NeedsToken`.
struct Someone;

impl<S: Send + Sync> FromRequestParts<S> for Someone {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Rejection> {
        G::<User>::from_request_parts(parts, state).await?;
        Ok(Self)
    }
}

#[test]
fn a_public_route_that_needs_a_token_is_told() {
    #[whitelist(register = false)]
    async fn hidden(_someone: Someone) {}

    let complaint = complaint(everybody(authz_matrix!(app(routes![hidden]))));
    for expected in [
        "GET /hidden with no token: expected to be let in, got 401: this route is closed, or an argument of its handler needs a token\n",
        ": make it `#[protected(..)]`, or take `Option<..>` of that argument\n",
    ] {
        assert!(complaint.contains(expected), "{complaint}");
    }
}

// What it does about a caller that it did not get is its business.
#[test]
fn a_public_route_may_take_a_refusal_as_an_argument() {
    #[whitelist(register = false)]
    async fn anyone(someone: Result<Someone, Rejection>) -> &'static str {
        if someone.is_ok() { "known" } else { "unknown" }
    }

    let grid = run(everybody(authz_matrix!(app(routes![anyone])))).to_string();
    assert!(grid.contains("GET     /anyone  200 "), "{grid}");
}

// A handler's own refusals are its business.
#[test]
fn a_handler_may_refuse_as_the_guard_does() {
    #[protected(register = false)]
    async fn refuses(_g: G<User>, jwt: JwtRoutes) -> Rejection {
        jwt.reject(RejectionKind::InsufficientScope)
    }

    let grid = run(everybody(authz_matrix!(app(routes![refuses])))).to_string();
    assert!(grid.contains("(403)  403"), "{grid}");
}

#[test]
fn a_store_that_fails_is_told() {
    static LOADS: AtomicUsize = AtomicUsize::new(0);
    let app = JwtRoutes::builder()
        .secret(jwt_router_tests::SECRET)
        .entity::<User>(|id: i64| async move {
            // Once for the sample, and once for nobody.
            match LOADS.fetch_add(1, Ordering::SeqCst) {
                0 | 1 => Ok((id == 1).then(ada)),
                _ => Err("disk on fire"),
            }
        })
        .build()
        .unwrap()
        .app_with((), routes![me])
        .build()
        .unwrap();
    check(
        authz_matrix!(app).entity(&ada()),
        "GET /me as `users`: expected to be let in, got 503: a store failed or the predicate timed out, so the result is unknown",
    );
}
