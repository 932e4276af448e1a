//! Routes for links that `build` refuses.

use jwt_router::{BuildProblem, Link, TokenUseProblem, prelude::*};
use jwt_router_tests::{User, ada};

use super::{Member, Owner, builder, member};

/// A name by which no attribute knows a `Link`.
type Renamed = Link<Member>;
/// A name by which no attribute knows a `G`.
type Caller = Option<G<Member>>;

const UNVERSIONED: u32 = line!() + 2;
#[protected(POST, "/unversioned", purpose = "act", register = false)]
async fn unversioned(_link: Link<User>) {}

const ANYBODY: u32 = line!() + 2;
#[protected(POST, "/anybody", purpose = "act", register = false)]
async fn anybody() {}

const ROLE: u32 = line!() + 2;
#[protected(POST, "/role", purpose = "act", role = "admin", register = false)]
async fn role_of_tokens(_link: Link<Owner>) {}

const LOGGED_IN: u32 = line!() + 2;
#[protected(POST, "/logged-in", purpose = "act", entity = Member, register = false)]
async fn logged_in(_caller: Caller) {}

const PREDICATE: u32 = line!() + 2;
#[protected(POST, "/predicate", purpose = "act", guard = is_member, register = false)]
async fn predicate(_link: Link<Member>) {}

async fn is_member(_g: G<Member>) -> bool {
    true
}

const RENAMED: u32 = line!() + 2;
#[protected(POST, "/renamed", register = false)]
async fn renamed(_link: Renamed) {}

const PUBLIC: u32 = line!() + 2;
#[whitelist(POST, "/public", register = false)]
async fn public(_link: Renamed) {}

const OF_LINKS: u32 = line!() + 2;
#[protected(POST, "/of-links", guard = has_link, register = false)]
async fn of_links(_g: G<Member>) {}

async fn has_link(_link: Link<Member>) -> bool {
    true
}

#[track_caller]
fn check(routes: jwt_router::Routes<()>, expected: &str) {
    let jwt = builder()
        .roles_claim("roles")
        .entity::<Member>(MemoryStore::new([member(1)]))
        .entity::<Owner>(MemoryStore::new([Owner { id: 1 }]))
        .entity::<User>(MemoryStore::new([ada()]))
        .build()
        .unwrap();
    let error = jwt.app_with((), routes).build().unwrap_err();
    let [BuildProblem::TokenUse(problem)] = error.problems() else {
        panic!("{error}");
    };
    assert_eq!(problem.to_string(), expected);
}

fn at(handler: &str, line: u32) -> String {
    format!("`it::links::problems::{handler}` (tests/it/links/problems.rs:{line})")
}

#[test]
fn an_entity_without_a_version_has_no_links() {
    let advice = "takes links of `jwt_router_tests::User`, whose tokens have no version, so that a link could be used again and again: write `token_version = Self::token_version` in its `#[entity(..)]`, or `.sessions(..)` on the `JwtRoutes` builder and mint links with `.once()`";
    let handler = at("unversioned", UNVERSIONED);
    check(routes![unversioned], &format!("{handler} {advice}"));
    let handler = at("anybody", ANYBODY);
    check(routes![anybody], &format!("{handler} {advice}"));
}

#[test]
fn a_role_of_the_token_is_not_required_of_a_link() {
    let handler = at("role_of_tokens", ROLE);
    check(
        routes![role_of_tokens],
        &format!(
            "{handler} takes links and requires `role`, which is a claim of a login, and no link has it: remove one of the two, or require a role that the entity has itself"
        ),
    );
}

#[test]
fn an_argument_of_a_login_on_a_route_for_links_is_a_problem() {
    for (routes, handler, argument) in [
        (
            routes![logged_in],
            at("logged_in", LOGGED_IN),
            "Option<G<it::links::Member>>",
        ),
        (
            routes![predicate],
            at("predicate", PREDICATE),
            "G<it::links::Member>",
        ),
    ] {
        check(
            routes,
            &format!(
                "{handler} takes links, but its argument `{argument}` needs an access token: take `Link<..>`"
            ),
        );
    }
}

#[test]
fn an_argument_of_a_link_on_another_route_is_a_problem() {
    for (routes, handler) in [
        (routes![renamed], at("renamed", RENAMED)),
        (routes![public], at("public", PUBLIC)),
        (routes![of_links], at("of_links", OF_LINKS)),
    ] {
        check(
            routes,
            &format!(
                "{handler} takes access tokens, but its argument `Link<it::links::Member>` needs a link: write `purpose = \"..\"` in its `#[protected(..)]`, or take `G<..>`"
            ),
        );
    }
}

mod of_a_module {
    use super::*;

    defaults! { fresh = "15m" }

    const FRESH: u32 = line!() + 2;
    #[protected(POST, "/links-of-a-module", purpose = "act", register = false)]
    pub(super) async fn fresh(_link: Link<Member>) {}

    #[test]
    fn a_requirement_of_the_module_is_found() {
        let jwt = builder()
            .entity::<Member>(MemoryStore::new([member(1)]))
            .build()
            .unwrap();
        let error = jwt.app_with((), routes![fresh]).build().unwrap_err();
        let [
            BuildProblem::TokenUse(TokenUseProblem::ClaimOfLogin {
                handler, argument, ..
            }),
        ] = error.problems()
        else {
            panic!("{error}");
        };
        assert_eq!((handler.line, *argument), (FRESH, "fresh"));
    }
}
