//! Handlers that register themselves: the ones of this file are all that this program has.

use axum::extract::State;
use jwt_router::{Access, App, AppBuilder, prelude::*};
use jwt_router_tests::{Refusal, RequestExt as _, User, ada, builder, get, request, token};

#[derive(Clone)]
struct Greeting(&'static str);

#[derive(Clone)]
struct Counter(u8);

#[ignored(GET, "/")]
async fn home(State(greeting): State<Greeting>) -> &'static str {
    greeting.0
}

#[whitelist(POST)]
async fn login(jwt: JwtRoutes) -> Result<String, String> {
    let minted = jwt
        .create_token(&ada())
        .map_err(|error| error.to_string())?;
    Ok(minted.into_string())
}

#[protected(GET, "/me")]
async fn me(g: G<User>, State(counter): State<Counter>) -> String {
    format!("{} {}", g.name, counter.0)
}

const COUNT: u32 = line!() + 2;
#[protected(GET, "/count", state = Counter)]
async fn count(State(Counter(count)): State<Counter>) -> String {
    count.to_string()
}

fn app() -> AppBuilder {
    builder().api_name("/api").build().unwrap().app()
}

/// The application of every registered handler.
pub(crate) fn built() -> App {
    app()
        .state(Greeting("hello"))
        .state(Counter(7))
        .build()
        .unwrap()
}

#[test]
fn an_application_serves_every_registered_handler() {
    let app = built();
    get("/").to(&app).is(200, "hello");
    let minted = request("POST", "/api/login").to(&app).body;
    get("/api/me").to(&app).is_refused(Refusal::NoToken);
    get("/api/me").bearer(&minted).to(&app).is(200, "Ada 7");
    get("/api/count")
        .bearer(&token(&ada()))
        .to(&app)
        .is(200, "7");
    let routes: Vec<_> = app
        .policy()
        .routes()
        .iter()
        .map(|route| {
            (
                route.method.as_str(),
                route.path.as_str(),
                route.access,
                route.handler.as_str(),
            )
        })
        .collect();
    assert_eq!(
        routes,
        [
            ("GET", "/", Access::Public, "it::registry::home"),
            (
                "GET",
                "/api/count",
                Access::Protected,
                "it::registry::count"
            ),
            ("POST", "/api/login", Access::Public, "it::registry::login"),
            ("GET", "/api/me", Access::Protected, "it::registry::me"),
        ]
    );
}

#[test]
fn a_state_that_is_missing_is_told_with_its_handler() {
    let error = app()
        .state(Greeting("hello"))
        .build()
        .unwrap_err()
        .to_string();
    let expected = format!(
        "`it::registry::count` (tests/it/registry.rs:{COUNT}) needs the state `it::registry::Counter`, which was not supplied (supplied: `it::registry::Greeting`): call `.state(..)` with it, or write `state = ..` in the handler's attribute"
    );
    assert!(error.contains(&expected), "{error}");
    let me = error.find("`it::registry::me`");
    assert!(
        me.is_some_and(|me| Some(me) < error.find(&expected)),
        "not in the source's order: {error}"
    );
    assert_eq!(error.lines().count(), 3, "{error}");
    let error = app().build().unwrap_err().to_string();
    assert!(error.contains("(supplied: none)"), "{error}");
    assert_eq!(error.lines().count(), 4, "{error}");
}

#[test]
fn a_state_is_supplied_once_for_each_type() {
    let app = app()
        .state(Greeting("a"))
        .state(Counter(1))
        .state(Greeting("b"));
    let error = app.build().unwrap_err().to_string();
    assert_eq!(
        error,
        "the routes cannot be mounted:\n  - two states of the type `it::registry::Greeting` were supplied: wrap one in a type of its own"
    );
}

// SECURITY.md, rule 8: two applications of one process.
#[test]
fn two_applications_of_the_registry_are_independent() {
    let app = |count| {
        app()
            .state(Greeting("hello"))
            .state(Counter(count))
            .build()
            .unwrap()
    };
    let (one, two) = (app(1), app(2));
    get("/api/count")
        .bearer(&token(&ada()))
        .to(&one)
        .is(200, "1");
    get("/api/count")
        .bearer(&token(&ada()))
        .to(&two)
        .is(200, "2");
}
