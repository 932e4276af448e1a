//! Requirements that nobody could meet, and what the start says of them.

use jwt_router::{AppBuilder, ConfigProblem, MemoryStore, RoleName, ScopeName, entity, prelude::*};
use jwt_router_tests::{jwt, users_only};

use super::{Member, members};

/// A role or scope that only the start can look at.
struct Named(&'static str);

impl RoleName for Named {
    fn name(&self) -> &str {
        self.0
    }
}

impl ScopeName for Named {
    fn name(&self) -> &str {
        self.0
    }
}

const NOTHING: Named = Named("");
const TWO_WORDS: Named = Named("a b");

const ADMIN: u32 = line!() + 2;
#[protected(GET, "/admin", role = "admin", register = false)]
async fn admin() {}

const UNLOADED: u32 = line!() + 2;
#[protected(GET, "/unloaded", role = "admin", claims_only, register = false)]
async fn unloaded() {}

const NAMELESS: u32 = line!() + 2;
#[protected(GET, "/nameless", role = any("a", NOTHING), register = false)]
async fn nameless() {}

const SPACED: u32 = line!() + 2;
#[protected(GET, "/spaced", scope = [NOTHING, "a", TWO_WORDS], register = false)]
async fn spaced() {}

#[entity(table = "odd", key = "scope", accessor = false)]
#[derive(Clone)]
struct Odd {
    scope: String,
}

const ODD: u32 = line!() + 2;
#[protected(GET, "/odd", entity = Odd, scope = "a", register = false)]
async fn odd() {}

const SPACED_FACTOR: u32 = line!() + 2;
#[protected(GET, "/spaced-factor", factor = Factor::OneTime, register = false)]
async fn spaced_factor() {}

enum Factor {
    OneTime,
}

impl AsRef<str> for Factor {
    fn as_ref(&self) -> &str {
        match self {
            Self::OneTime => "one time",
        }
    }
}

#[entity(table = "methods", key = "amr", accessor = false)]
#[derive(Clone)]
struct Method {
    amr: String,
}

const METHOD: u32 = line!() + 2;
#[protected(GET, "/method", entity = Method, factor = "otp", register = false)]
async fn method() {}

/// A handler, as an error names it.
fn at(handler: &str, line: u32) -> String {
    format!("`it::requirements::problems::{handler}` (tests/it/requirements/problems.rs:{line})")
}

#[track_caller]
fn check(app: AppBuilder, expected: &[String]) {
    let error = app.build().unwrap_err();
    let text = error.to_string();
    let lines: Vec<&str> = text.lines().skip(1).collect();
    let lines: Vec<&str> = lines
        .iter()
        .map(|line| line.trim_start_matches("  - "))
        .collect();
    assert_eq!(lines, expected);
}

#[test]
fn somebody_says_which_roles_there_are() {
    check(
        jwt().app_with((), routes![admin]),
        &[format!(
            "{} requires a role, but no source of roles is configured: write `roles = Self::roles` in the `#[entity(..)]` of `jwt_router_tests::User`, `jwt_router_tests::Teacher`, or call `.roles_claim(\"roles\")` on the `JwtRoutes` builder, for tokens of your own, or on the `OidcIssuer` that signs their tokens",
            at("admin", ADMIN)
        )],
    );
    let claimed = users_only().roles_claim("roles").build().unwrap();
    assert!(
        claimed
            .app_with((), routes![admin, unloaded])
            .build()
            .is_ok()
    );
    let said = users_only().entity::<Member>(members()).build().unwrap();
    assert!(said.app_with((), routes![admin]).build().is_ok());
}

#[test]
fn roles_of_an_entity_need_the_entity() {
    let said = users_only()
        .entity::<Member>(members())
        .roles_claim("roles");
    check(
        said.build().unwrap().app_with((), routes![unloaded]),
        &[format!(
            "{} requires a role and loads no entity, but the roles of `it::requirements::Member` are in the entity: remove `claims_only`, or require a scope, which is in the token",
            at("unloaded", UNLOADED)
        )],
    );
}

#[test]
fn names_of_types_are_looked_at_when_the_application_starts() {
    let jwt = users_only().roles_claim("roles").build().unwrap();
    let scope = |scope: &str| {
        format!(
            "{} requires the scope `{scope}`, which no token can have: write printable ASCII without space, quote and backslash, such as `posts:read`",
            at("spaced", SPACED)
        )
    };
    check(
        jwt.app_with((), routes![nameless, spaced]),
        &[
            format!(
                "{} requires a role whose name is empty: return a name from `RoleName::name`",
                at("nameless", NAMELESS)
            ),
            scope(""),
            scope("a b"),
        ],
    );
}

#[test]
fn a_key_does_not_stand_in_the_way_of_a_claim() {
    let odd_store = || MemoryStore::<Odd>::new([]);
    let jwt = users_only().entity::<Odd>(odd_store()).build().unwrap();
    check(
        jwt.app_with((), routes![odd]),
        &[format!(
            "{} reads the claim `scope`, which is the key of `it::requirements::problems::Odd`: give the claim another name with `.scope_claim(..)`, or the key",
            at("odd", ODD)
        )],
    );
    let jwt = users_only().entity::<Odd>(odd_store()).scope_claim("scp");
    assert!(
        jwt.build()
            .unwrap()
            .app_with((), routes![odd])
            .build()
            .is_ok()
    );
}

#[test]
fn a_factor_that_no_token_can_have_is_a_problem() {
    let jwt = users_only().build().unwrap();
    check(
        jwt.app_with((), routes![spaced_factor]),
        &[format!(
            "{} requires the factor `one time`, which no token can have: write printable ASCII without space, quote and backslash, such as `otp`",
            at("spaced_factor", SPACED_FACTOR)
        )],
    );
}

#[test]
fn a_key_does_not_stand_in_the_way_of_the_claim_of_factors() {
    let jwt = users_only().entity::<Method>(MemoryStore::new([]));
    check(
        jwt.build().unwrap().app_with((), routes![method]),
        &[format!(
            "{} reads the claim `amr`, which is the key of `it::requirements::problems::Method`: give the key another name",
            at("method", METHOD)
        )],
    );
}

#[test]
fn the_claims_of_scopes_and_roles_have_names_of_their_own() {
    for name in ["exp", "table_name", "auth_time"] {
        let error = users_only().roles_claim(name).build().unwrap_err();
        let [
            ConfigProblem::ReservedClaim {
                what, name: taken, ..
            },
        ] = error.problems()
        else {
            panic!("{error}");
        };
        assert_eq!((*what, taken.as_str()), ("roles", name));
        let error = users_only().scope_claim(name).build().unwrap_err();
        assert_eq!(
            error.problems()[0].to_string(),
            format!(
                "the claim `{name}` cannot hold the scopes: it has another meaning, so write another name"
            )
        );
    }
    let error = users_only().roles_claim("").scope_claim("").build();
    let error = error.unwrap_err();
    for problem in &error.problems()[..2] {
        assert!(
            matches!(
                problem,
                ConfigProblem::Empty {
                    what: "name of a claim",
                    ..
                }
            ),
            "{problem}"
        );
    }
    let error = users_only().roles_claim("scope").build().unwrap_err();
    assert_eq!(
        error.problems()[0].to_string(),
        "the claim `scope` cannot hold both scopes and roles: give `.roles_claim(..)` another name"
    );
}

#[test]
fn the_table_tells_the_requirements() {
    let jwt = users_only().roles_claim("roles").build().unwrap();
    let app = jwt.app_with((), routes![admin]).build().unwrap();
    let table = app.policy().to_string();
    assert!(
        table.contains("protected  any entity, role admin"),
        "{table}"
    );
    let json = serde_json::to_value(app.policy()).unwrap();
    let roles = &json[0]["requirements"]["role"];
    assert!(roles.to_string().contains(r#"{"all":["admin"]}"#), "{json}");
    let markdown = app.policy().markdown();
    assert!(markdown.contains("any entity, role admin"), "{markdown}");
}
