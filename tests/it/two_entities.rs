//! A handler's arguments agree on whose tokens it takes, or nobody could come.

use jwt_router::{AppBuilder, prelude::*};
use jwt_router_tests::{RequestExt as _, Teacher, User, ada, emmy, get, jwt, token};

const BOTH: u32 = line!() + 2;
#[protected(GET, "/both", register = false)]
async fn both(_user: G<User>, _teacher: G<Teacher>) {}

const OTHER: u32 = line!() + 2;
#[protected(GET, "/other", entity = Teacher, register = false)]
async fn other(_user: G<User>) {}

const MAYBE: u32 = line!() + 2;
#[protected(GET, "/maybe", register = false)]
async fn maybe(_user: G<User>, _teacher: Option<G<Teacher>>) {}

#[whitelist(GET, "/public", register = false)]
async fn public(_user: Option<G<User>>, _teacher: Option<G<Teacher>>) {}

#[protected(GET, "/twice", entity = User, register = false)]
async fn twice(_user: G<User>, _again: Option<G<User>>) {}

#[protected(GET, "/either", register = false)]
async fn either(g: G) -> &'static str {
    match (g.get::<User>(), g.get::<Teacher>()) {
        (Some(_), None) => "a user",
        (None, Some(_)) => "a teacher",
        _ => "nobody",
    }
}

#[track_caller]
fn check(app: AppBuilder, handler: &str, line: u32, argument: &str, entity: &str) {
    let error = app.build().unwrap_err();
    let told: Vec<String> = error.problems().iter().map(ToString::to_string).collect();
    let expected = format!(
        "`it::two_entities::{handler}` (tests/it/two_entities.rs:{line}) takes the entity `jwt_router_tests::{argument}`, but its route accepts only tokens of `jwt_router_tests::{entity}`, so it would refuse every caller: take `G`, then `g.get::<jwt_router_tests::{argument}>()`, or write a handler for each"
    );
    assert_eq!(told, [expected]);
}

#[test]
fn a_handler_that_would_let_nobody_in_is_not_mounted() {
    let app = |list| jwt().app_with((), list);
    check(app(routes![both]), "both", BOTH, "Teacher", "User");
    check(app(routes![other]), "other", OTHER, "User", "Teacher");
    check(app(routes![maybe]), "maybe", MAYBE, "Teacher", "User");
}

#[test]
fn a_handler_of_one_entity_or_of_any_is_mounted() {
    let app = jwt().app_with((), routes![public, twice, either]);
    let app = app.build().unwrap();
    get("/public").to(&app).is(200, "");
    get("/twice").bearer(&token(&ada())).to(&app).is(200, "");
    get("/either")
        .bearer(&token(&ada()))
        .to(&app)
        .is(200, "a user");
    get("/either")
        .bearer(&token(&emmy()))
        .to(&app)
        .is(200, "a teacher");
}
