//! What a predicate takes of its caller has to be what comes to its route.

use axum::http::HeaderMap;
use jwt_router::{AppBuilder, BuildProblem, MemoryStore, entity, prelude::*};
use jwt_router_tests::{
    Refusal, RequestExt as _, Teacher, User, ada, builder, emmy, get, jwt, token, users_only,
};

async fn is_teacher(_headers: HeaderMap, _g: G<Teacher>) -> bool {
    true
}

fn may_be_teacher(g: Option<G<Teacher>>) -> bool {
    g.is_some()
}

fn is_user(g: G<User>, whoever: G) -> bool {
    g.user_id == 1 && whoever.table() == "users"
}

fn is_somebody(g: Option<G>, user: Option<G<User>>) -> bool {
    g.is_some() && user.is_some()
}

/// Of no store and no route.
#[entity(table = "guests")]
#[derive(Clone)]
struct Guest {
    id: i64,
}

fn is_guest(_g: G<Guest>) -> bool {
    true
}

const MARKS: u32 = line!() + 2;
#[protected(GET, "/marks", entity = User, guard = is_teacher, register = false)]
async fn marks() {}

const MAYBE: u32 = line!() + 2;
#[protected(GET, "/maybe", guard = may_be_teacher, register = false)]
async fn maybe(_g: G<User>) {}

const GUESTS: u32 = line!() + 2;
#[protected(GET, "/guests", guard = is_guest, register = false)]
async fn guests() {}

const UNLOADED: u32 = line!() + 2;
#[protected(GET, "/unloaded", entity = User, claims_only, guard = is_user, register = false)]
async fn unloaded() {}

#[protected(GET, "/user", guard = is_user, register = false)]
async fn user(_g: G<User>) {}

#[protected(GET, "/somebody", entity = User, guard = is_somebody, register = false)]
async fn somebody() {}

/// The predicate says whose tokens come.
#[protected(GET, "/teachers", guard = is_teacher, register = false)]
async fn teachers() {}

#[protected(GET, "/counted", entity = User, claims_only, guard = counts, register = false)]
async fn counted() {}

fn counts(g: G) -> bool {
    g.key::<User>() == Some(1)
}

#[track_caller]
fn check(app: AppBuilder, expected: &[String]) {
    let error = app.build().unwrap_err();
    let told: Vec<String> = error.problems().iter().map(ToString::to_string).collect();
    assert_eq!(told, expected);
}

fn of_other(handler: &str, line: u32, predicate: &str, argument: &str, entities: &str) -> String {
    format!(
        "the predicate `it::requirements::predicate_arguments::{predicate}` of `it::requirements::predicate_arguments::{handler}` (tests/it/requirements/predicate_arguments.rs:{line}) takes `{argument}`, but the route accepts only tokens of `{entities}`, so it would refuse every caller: take `G<..>` of an accepted entity, or `G` alone, or write `entity = ..` in the attribute"
    )
}

#[test]
fn a_predicate_of_another_entity_is_a_mistake_at_the_start() {
    let (user, teacher) = ("jwt_router_tests::User", "jwt_router_tests::Teacher");
    let required = format!("G<{teacher}>");
    let optional = format!("Option<{required}>");
    check(
        jwt().app_with((), routes![marks, maybe]),
        &[
            of_other("marks", MARKS, "is_teacher", &required, user),
            of_other("maybe", MAYBE, "may_be_teacher", &optional, user),
        ],
    );
}

#[test]
fn a_predicate_of_an_entity_that_nothing_loads_is_a_mistake_at_the_start() {
    let app = users_only().build().unwrap().app_with((), routes![guests]);
    let error = app.build().unwrap_err();
    let [
        BuildProblem::MissingStore {
            handler, entity, ..
        },
    ] = error.problems()
    else {
        panic!("{error}");
    };
    assert_eq!(handler.line, GUESTS);
    assert_eq!(*entity, "it::requirements::predicate_arguments::Guest");
    let builder = builder().entity::<Guest>(MemoryStore::new([Guest { id: 1 }]));
    let app = builder.build().unwrap().app_with((), routes![guests]);
    let app = app.build().unwrap();
    let answer = get("/guests").bearer(&token(&Guest { id: 1 })).to(&app);
    assert_eq!(answer.status, 200);
}

#[test]
fn a_predicate_takes_no_entity_that_its_route_does_not_load() {
    let g = "G<jwt_router_tests::User>";
    check(
        jwt().app_with((), routes![unloaded]),
        &[format!(
            "the predicate `it::requirements::predicate_arguments::is_user` of `it::requirements::predicate_arguments::unloaded` (tests/it/requirements/predicate_arguments.rs:{UNLOADED}) takes `{g}`, and `claims_only` loads no entity: remove `claims_only`, or take `G` alone"
        )],
    );
}

#[test]
fn a_predicate_of_those_who_come_is_built() {
    let routes = routes![user, somebody, teachers, counted];
    let app = jwt().app_with((), routes).build().unwrap();
    let ask = |path: &str, token: &str| get(path).bearer(token).to(&app);
    for path in ["/user", "/somebody", "/counted"] {
        assert_eq!(ask(path, &token(&ada())).status, 200, "{path}");
        ask(path, &token(&emmy())).is_refused(Refusal::Forbidden);
    }
    assert_eq!(ask("/teachers", &token(&emmy())).status, 200);
    ask("/teachers", &token(&ada())).is_refused(Refusal::Forbidden);
}
