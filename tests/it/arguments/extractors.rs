//! Extractors of one's own that ask who calls, and handlers that no guard stands before.

use axum::{
    RequestPartsExt as _, Router, extract::FromRequestParts, http::request::Parts,
    routing::get as by_get,
};
use jwt_router::{NeedsToken, Rejection, RejectionKind, prelude::*};
use jwt_router_tests::{Refusal, RequestExt as _, User, ada, block_on, get, token, who};

use super::{app, check};

#[test]
fn a_handler_may_see_why_its_caller_is_refused() {
    #[whitelist(register = false)]
    async fn result(g: Result<G<User>, Rejection>) -> String {
        match g {
            Ok(g) => g.name.clone(),
            Err(rejection) => format!("{:?}", rejection.kind()),
        }
    }
    #[whitelist(register = false)]
    async fn again(g: Result<G, Rejection>) -> Result<String, Rejection> {
        g.map(|g| who(Some(&g)))
    }

    let app = app(routes![result, again]);
    check(
        &app,
        "/result",
        [Ok("Ada"), Ok("InsufficientScope"), Ok("MissingToken")],
    );
    check(
        &app,
        "/again",
        [Ok("users Ada"), Ok("teachers Emmy"), Err(Refusal::NoToken)],
    );
    get("/result")
        .bearer("a.b.c")
        .to(&app)
        .is(200, "InvalidToken");
    get("/again")
        .bearer("a.b.c")
        .to(&app)
        .is_refused(Refusal::BadToken);
}

/// Needs a token, and says so.
struct Admin(String);

impl NeedsToken for Admin {
    type Caller = User;
}

impl<S: Send + Sync> FromRequestParts<S> for Admin {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Rejection> {
        let g = parts.extract::<G<User>>().await?;
        Ok(Self(g.name.clone()))
    }
}

/// Takes what it can get, and says nothing.
struct Greeting(String);

impl<S: Send + Sync> FromRequestParts<S> for Greeting {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Rejection> {
        let g = parts.extract::<Option<G>>().await?;
        Ok(Self(who(g.as_ref())))
    }
}

#[test]
fn own_extractors_build_on_the_caller() {
    #[protected(register = false)]
    async fn admin(admin: Admin) -> String {
        admin.0
    }
    #[whitelist(register = false)]
    async fn greeting(greeting: Greeting) -> String {
        greeting.0
    }
    #[protected(register = false)]
    async fn both(greeting: Greeting, Admin(name): Admin, g: G<User>) -> String {
        format!("{} {name} {}", greeting.0, g.name)
    }

    let app = app(routes![admin, greeting, both]);
    let nobody = Err(Refusal::NoToken);
    check(&app, "/admin", [Ok("Ada"), Err(Refusal::Forbidden), nobody]);
    check(
        &app,
        "/greeting",
        [Ok("users Ada"), Ok("teachers Emmy"), Ok("nobody")],
    );
    check(
        &app,
        "/both",
        [Ok("users Ada Ada Ada"), Err(Refusal::Forbidden), nobody],
    );
    get("/greeting")
        .bearer("a.b.c")
        .to(&app)
        .is_refused(Refusal::BadToken);
}

/// Needs a token, and does not say so: the compiler cannot know.
struct Undeclared;

impl<S: Send + Sync> FromRequestParts<S> for Undeclared {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Rejection> {
        parts.extract::<G<User>>().await?;
        Ok(Self)
    }
}

#[test]
fn an_extractor_that_slips_through_fails_closed() {
    #[whitelist(register = false)]
    async fn slipped(_: Undeclared) -> &'static str {
        "in"
    }

    let app = app(routes![slipped]);
    check(
        &app,
        "/slipped",
        [Ok("in"), Err(Refusal::Forbidden), Err(Refusal::NoToken)],
    );
}

// SECURITY.md, rule 4: no policy is no permission.
#[test]
fn a_handler_without_a_guard_fails_closed() {
    let router = Router::new()
        .route("/typed", by_get(|_: G<User>| async { "in" }))
        .route("/optional", by_get(|_: Option<G>| async { "in" }))
        .route("/jwt", by_get(|_: JwtRoutes| async { "in" }));
    for path in ["/typed", "/optional", "/jwt"] {
        get(path)
            .bearer(&token(&ada()))
            .to(&router)
            .is_refused(Refusal::Unguarded);
    }
}

#[test]
fn a_rejection_is_an_error_and_a_response() {
    let mut parts = get("/").into_parts().0;
    let refused = block_on(parts.extract::<G<User>>());
    let error: Box<dyn std::error::Error> = Box::new(refused.unwrap_err());
    assert_eq!(error.to_string(), "the request cannot be answered");
    assert_eq!(RejectionKind::Unguarded.status(), 500);
}
