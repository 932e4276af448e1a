//! Routes for tickets that `build` refuses.

use jwt_router::{BuildProblem, MemorySessions, Ticket, prelude::*};
use jwt_router_tests::{User, builder};

/// A name by which no attribute knows a `Ticket`.
type Renamed = Ticket<User>;
/// A name by which no attribute knows a `G`.
type Caller = Option<G<User>>;

const EVENTS: u32 = line!() + 2;
#[protected(GET, "/events", ticket, register = false)]
async fn events(_ticket: Ticket<User>) {}

const LOGGED_IN: u32 = line!() + 2;
#[protected(GET, "/logged-in", ticket, entity = User, register = false)]
async fn logged_in(_caller: Caller) {}

const RENAMED: u32 = line!() + 2;
#[protected(GET, "/renamed", register = false)]
async fn renamed(_ticket: Renamed) {}

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
    format!("`it::tickets::problems::{handler}` (tests/it/tickets/problems.rs:{line})")
}

#[test]
fn a_route_for_tickets_needs_a_store() {
    let handler = at("events", EVENTS);
    check(
        builder(),
        routes![events],
        &format!(
            "{handler} takes tickets, each of which is for one use, and there is no store that could mark them as used: write `.sessions(MemorySessions::new())` on the `JwtRoutes` builder, or another store"
        ),
    );
}

#[test]
fn an_argument_that_needs_another_token_is_a_problem() {
    let with_store = || builder().sessions(MemorySessions::new());
    let handler = at("logged_in", LOGGED_IN);
    check(
        with_store(),
        routes![logged_in],
        &format!(
            "{handler} takes tickets, but its argument `Option<G<jwt_router_tests::User>>` needs an access token: take `Ticket<..>`"
        ),
    );
    let handler = at("renamed", RENAMED);
    check(
        with_store(),
        routes![renamed],
        &format!(
            "{handler} takes access tokens, but its argument `Ticket<jwt_router_tests::User>` needs a ticket: write `ticket` in its `#[protected(..)]`, or take `G<..>`"
        ),
    );
}
