//! Every reason why an application is not built, with the handler and its place.

use axum::{
    Router,
    extract::State,
    http::Method,
    routing::{any, get as by_get},
};
use jwt_router::{AppBuilder, BuildProblem, MemoryStore, entity, prelude::*};
use jwt_router_tests::{builder, jwt, users_only};

const SHOW: u32 = line!() + 2;
#[protected(GET, "/items/{id}", register = false)]
async fn show(State(state): State<&'static str>) -> &'static str {
    state
}

const SHOW_AGAIN: u32 = line!() + 2;
#[protected([POST, GET], "/items/{name}", register = false)]
async fn show_again() {}

const REST: u32 = line!() + 2;
#[whitelist(GET, "/items/{*rest}", register = false)]
async fn rest() {}

const HOME: u32 = line!() + 2;
#[ignored(GET, "/api/home", register = false)]
async fn home() {}

const TEACHERS: u32 = line!() + 2;
#[protected(GET, "/teachers", register = false)]
async fn teachers(_g: G<jwt_router_tests::Teacher>) {}

const ANYBODY: u32 = line!() + 2;
#[protected(GET, "/anybody", register = false)]
async fn anybody() {}

#[entity(table = "users", accessor = false)]
#[derive(Clone)]
struct Impostor {
    id: i64,
}

#[protected(GET, "/impostor", entity = Impostor, claims_only, register = false)]
async fn impostor() {}

#[protected(GET, "/impostor/again", entity = Impostor, claims_only, register = false)]
async fn impostor_again() {}

/// A handler, as an error names it.
fn at(handler: &str, line: u32) -> String {
    format!("`it::problems::{handler}` (tests/it/problems.rs:{line})")
}

/// Checks every line of the error.
#[track_caller]
fn check(app: AppBuilder, expected: &[String]) {
    let error = app.build().unwrap_err();
    let text = error.to_string();
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("the routes cannot be mounted:"));
    let lines: Vec<&str> = lines.map(|line| line.trim_start_matches("  - ")).collect();
    assert_eq!(lines, expected);
    assert_eq!(error.problems().len(), expected.len());
}

#[test]
fn an_application_has_routes() {
    check(
        jwt().app_with((), routes![]),
        &["no route is linked into this program: annotate a handler, or name the crate that has them: `use that_crate as _;`".to_owned()],
    );
}

#[test]
fn a_method_and_path_have_one_handler() {
    check(
        jwt().app_with("state", routes![show, show_again]),
        // That their captures have two names is no second mistake: one of them goes.
        &[format!(
            "`GET /items/{{id}}` is routed twice: by {} and by {}",
            at("show", SHOW),
            at("show_again", SHOW_AGAIN)
        )],
    );
}

#[protected(DELETE, "/items/{name}", register = false)]
async fn remove() {}

#[test]
fn a_duplicate_hides_no_conflict_of_other_routes() {
    let error = jwt().app_with("state", routes![show, remove, show_again]);
    let error = error.build().unwrap_err();
    let found = error.problems();
    assert!(matches!(
        found,
        [
            BuildProblem::DuplicateRoute { .. },
            BuildProblem::ConflictingPath { .. }
        ]
    ));
    assert!(found[1].to_string().contains("::remove`"), "{}", found[1]);
}

#[test]
fn paths_stand_side_by_side_or_are_refused() {
    check(
        jwt().app_with("state", routes![show, rest]),
        &[format!(
            "the path `/items/{{*rest}}` of {} conflicts with `/items/{{id}}` of {}: name the captures alike in both, and let only one of them end in `{{*..}}`",
            at("rest", REST),
            at("show", SHOW)
        )],
    );
}

#[test]
fn an_ignored_route_lies_outside_the_prefix() {
    let jwt = builder().api_name("/api").build().unwrap();
    check(
        jwt.app_with((), routes![home]),
        &[format!(
            "{} is ignored, but `/api/home` is under the API prefix `/api`: use `whitelist` there",
            at("home", HOME)
        )],
    );
}

#[test]
fn an_entity_that_is_loaded_has_a_store() {
    check(
        users_only()
            .build()
            .unwrap()
            .app_with((), routes![teachers]),
        &[format!(
            "{} loads the entity `jwt_router_tests::Teacher`, which has no store: call `.entity::<jwt_router_tests::Teacher>(..)` on the `JwtRoutes` builder, or take `G` and write `claims_only`",
            at("teachers", TEACHERS)
        )],
    );
}

#[test]
fn somebody_can_come_to_a_protected_route() {
    let nobody = JwtRoutes::builder()
        .secret(jwt_router_tests::SECRET)
        .build()
        .unwrap();
    check(
        nobody.app_with((), routes![anybody]),
        &[format!(
            "{} takes the token of any entity, and no entity is configured: call `.entity::<E>(store)` on the `JwtRoutes` builder",
            at("anybody", ANYBODY)
        )],
    );
    let router = Router::new().route("/x", any(|| async {}));
    let app = nobody.app_with((), routes![]);
    let (line, app) = (line!(), app.merge(router));
    check(
        app,
        &[format!(
            "`merge(..)` (tests/it/problems.rs:{line}) takes the token of any entity, and no entity is configured: call `.entity::<E>(store)` on the `JwtRoutes` builder",
        )],
    );
}

#[test]
fn two_entities_have_two_tables() {
    check(
        jwt().app_with((), routes![impostor, impostor_again]),
        &["the entities `jwt_router_tests::User` and `it::problems::Impostor` have the same table `users`, and a token identifies its entity by the table: give each a table of its own".to_owned()],
    );
    let alone = JwtRoutes::builder()
        .secret(jwt_router_tests::SECRET)
        .entity::<Impostor>(MemoryStore::new([Impostor { id: 1 }]));
    assert!(
        alone
            .build()
            .unwrap()
            .app_with((), routes![impostor])
            .build()
            .is_ok()
    );
}

#[test]
fn a_hand_written_route_cannot_take_the_place_of_an_annotated_one() {
    let router = Router::new().route("/anybody", any(|| async {}));
    let app = jwt().app_with((), routes![anybody]);
    let (line, app) = (line!(), app.merge(router));
    check(
        app,
        &[format!(
            "`GET /anybody` is routed twice: by {} and by `merge(..)` (tests/it/problems.rs:{line})",
            at("anybody", ANYBODY)
        )],
    );
}

// axum panics where routers cannot be merged: that becomes an error.
#[test]
fn routers_that_cannot_be_merged_are_an_error() {
    let one = || Router::new().route("/one/{id}", by_get(|| async {}));
    for (first, second) in [
        (one(), one()),
        (one(), Router::new().route("/one/{name}", any(|| async {}))),
        (one(), Router::new().route("/one/{*rest}", any(|| async {}))),
        (
            one().fallback(|| async {}),
            Router::new().fallback(|| async {}),
        ),
        (one(), Router::new().nest_service("/one", any(|| async {}))),
    ] {
        let app = jwt().app_with((), routes![]).merge(first).merge(second);
        let error = app.build().unwrap_err();
        assert_eq!(error.problems().len(), 1, "{error}");
        let text = error.to_string();
        assert!(
            text.contains("`merge(..)` (tests/it/problems.rs:"),
            "{text}"
        );
        assert!(text.contains(" cannot be merged: "), "{text}");
    }
}

#[test]
fn all_problems_are_told_at_once() {
    let jwt = users_only().api_name("/api").build().unwrap();
    let error = jwt
        .app_with(
            "state",
            routes![show, show_again, rest, home, teachers, impostor],
        )
        .merge(Router::new().route("/x", by_get(|| async {})))
        .ignored(Method::GET, "/y")
        .ignored_service("no path", any(|| async {}))
        .state(1_u8)
        .state(2_u8)
        .build()
        .unwrap_err();
    let text = error.to_string();
    for words in [
        "two states of the type `u8` were supplied: wrap one in a type of its own",
        "is routed twice",
        "conflicts with",
        "is under the API prefix",
        "which has no store",
        "have the same table `users`",
        "cannot hold a service",
        "makes no route public",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert_eq!(text.lines().count(), error.problems().len() + 1);
}
