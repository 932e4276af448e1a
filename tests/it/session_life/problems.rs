//! Routes for refresh tokens that `build` refuses.

use jwt_router::{BuildProblem, MemorySessions, Refresh, prelude::*};
use jwt_router_tests::{User, builder};

/// A name by which no attribute knows a `Refresh`.
type Renamed = Refresh<User>;
/// A name by which no attribute knows a `G`.
type Caller = Option<G<User>>;

const REFRESH: u32 = line!() + 2;
#[protected(POST, "/refresh", refresh, register = false)]
async fn refresh(_refresh: Refresh<User>) {}

const LOGGED_IN: u32 = line!() + 2;
#[protected(POST, "/logged-in", refresh, entity = User, register = false)]
async fn logged_in(_caller: Caller) {}

const RENAMED: u32 = line!() + 2;
#[protected(POST, "/renamed", register = false)]
async fn renamed(_refresh: Renamed) {}

const PREDICATE: u32 = line!() + 2;
#[protected(POST, "/predicate", refresh, guard = is_known, register = false)]
async fn predicate(_refresh: Refresh<User>) {}

async fn is_known(_g: G<User>) -> bool {
    true
}

#[track_caller]
fn check(builder: JwtRoutesBuilder, routes: jwt_router::Routes<()>, expected: &str) {
    let jwt = builder.build().unwrap();
    let error = jwt.app_with((), routes).build().unwrap_err();
    let [BuildProblem::TokenUse(problem)] = error.problems() else {
        panic!("{error}");
    };
    assert_eq!(problem.to_string(), expected);
}

fn at(handler: &str, line: u32) -> String {
    format!("`it::session_life::problems::{handler}` (tests/it/session_life/problems.rs:{line})")
}

#[test]
fn a_route_for_refresh_tokens_needs_sessions() {
    let handler = at("refresh", REFRESH);
    check(
        builder(),
        routes![refresh],
        &format!(
            "{handler} takes refresh tokens, which only sessions have, and there is no store of sessions: write `.sessions(MemorySessions::new())` on the `JwtRoutes` builder, or another store"
        ),
    );
}

#[test]
fn an_argument_that_needs_another_token_is_a_problem() {
    for (routes, handler, argument) in [
        (
            routes![logged_in],
            at("logged_in", LOGGED_IN),
            "Option<G<jwt_router_tests::User>>",
        ),
        (
            routes![predicate],
            at("predicate", PREDICATE),
            "G<jwt_router_tests::User>",
        ),
    ] {
        check(
            builder().sessions(MemorySessions::new()),
            routes,
            &format!(
                "{handler} takes refresh tokens, but its argument `{argument}` needs an access token: take `Refresh<..>`"
            ),
        );
    }
}

#[test]
fn an_argument_with_a_refresh_token_on_another_route_is_a_problem() {
    check(
        builder().sessions(MemorySessions::new()),
        routes![renamed],
        &format!(
            "{} takes access tokens, but its argument `Refresh<jwt_router_tests::User>` needs a refresh token: write `refresh` in its `#[protected(..)]`, or take `G<..>`",
            at("renamed", RENAMED)
        ),
    );
}
