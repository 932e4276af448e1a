//! Tests of the properties that every kind of requirement has, and of the forms of claims that each kind accepts.

mod questions;

use serde_json::json;

use super::{
    samples::{all, any},
    *,
};
use crate::{
    entity::{Caller, EntityRegistry, TokenOrigin},
    jwt::claims::{ClaimValues, TableIndex},
    location::SourceLocation,
    policy::{ClaimNames, ClaimSources, RolesSetting, lock::parse},
};

#[derive(Clone)]
struct User {
    id: i64,
}

impl crate::entity::Entity for User {
    const TABLE: &'static str = "users";
    const KEY: &'static str = "id";
    type Key = i64;

    fn key(&self) -> &i64 {
        &self.id
    }
}

fn claim_names() -> ClaimNames {
    ClaimNames {
        scope: Some("scope".into()),
        roles: RolesSetting::Claim("roles".to_owned()).parse().ok(),
    }
}

fn claim_sources() -> ClaimSources {
    ClaimSources::new(claim_names(), true, Vec::new())
}

/// Returns whether the requirement lets in a user whose token has the JSON value `claim` in the claim that the
/// requirement reads. With `None`, the token does not have that claim.
fn is_let_in(requirement: &AnyKind, claim: Option<&str>) -> bool {
    let (claim_names, entities) = (claim_names(), EntityRegistry::default());
    let mut route_claims = RouteClaims::default();
    let check = requirement.check(&mut Setting {
        scheme: "Bearer",
        entities: &entities,
        claims: &mut route_claims,
    });
    let mut claims = ClaimValues::default();
    if let Some(json) = claim {
        let required = route_claims.named(&claim_names);
        let slot = required.slots().next().unwrap();
        claims.insert(slot, json);
    }
    let entity = EntityRef::of::<User>();
    let presented = Presented {
        entity,
        claims: &claims,
        claim_names: &claim_names,
        now: 1_000,
        leeway: 0,
    };
    let caller = Caller {
        table: entity,
        entity: None,
        verified: 0,
        expires: 0,
        leeway: 0,
        held: None,
        origin: TokenOrigin::Own,
    };
    check.admits(TableIndex::new(0))
        && check.check_claims(&presented).is_ok()
        && check.is_met_by_caller(&caller)
        && !check.awaits_predicate()
}

#[test]
fn no_kind_lets_in_a_caller_without_anything() {
    for requirement in AnyKind::samples() {
        let argument = requirement.argument();
        assert!(!is_let_in(&requirement, None), "{argument}");
    }
}

#[test]
fn a_requirement_that_is_dropped_lets_in_more() {
    let nothing = Requirements::default();
    for requirement in AnyKind::samples() {
        let argument = requirement.argument();
        let one = Requirements::from_iter([Requirement(requirement)]);
        assert!(!nothing.imply(&one), "{argument}");
        assert!(one.imply(&nothing), "{argument}");
        assert!(one.imply(&one), "{argument}");
    }
}

#[test]
fn no_kind_implies_another() {
    for one in AnyKind::samples() {
        for other in AnyKind::samples() {
            let is_same = one.argument() == other.argument();
            assert_eq!(one.implies(&other), is_same, "{one:?} {other:?}");
        }
    }
}

#[test]
fn a_public_line_has_no_requirement() {
    for requirement in AnyKind::samples() {
        let words = requirement.words().join(", ");
        let line = format!("GET  /  PUBLIC {words}  shop::home\n");
        assert!(parse(&line).is_err(), "{line}");
    }
}

#[test]
fn a_requirement_is_read_back_from_its_words() {
    for requirement in AnyKind::samples() {
        let all = Requirements::from_iter([Requirement(requirement)]);
        let entity = if all.entity().is_some() {
            ""
        } else {
            "any entity, "
        };
        let line = format!("GET  /  protected {entity}{all}  shop::home\n");
        let [route] = &parse(&line).unwrap()[..] else {
            panic!("{line}");
        };
        assert_eq!(route.policy.requirements, all, "{line}");
    }
}

#[test]
fn a_requirement_is_read_back_from_its_json() {
    let mut all = Vec::new();
    for requirement in AnyKind::samples() {
        let argument = requirement.argument();
        let json = requirement.json();
        assert_eq!(
            AnyKind::of_json(argument, &json).as_ref(),
            Some(&requirement)
        );
        all.push(Requirement(requirement));
    }
    let all = Requirements::from_iter(all);
    let text = serde_json::to_string(&all).unwrap();
    assert_eq!(serde_json::from_str::<Requirements>(&text).unwrap(), all);
}

#[test]
fn json_that_requires_nothing_is_no_requirement() {
    for argument in AnyKind::ARGUMENTS {
        for json in [
            json!(null),
            json!([]),
            json!({}),
            json!(""),
            json!(-1),
            json!([{"all": []}]),
            json!([{"any": []}]),
            json!([{"all": ["a"]}, {"any": []}]),
        ] {
            assert_eq!(AnyKind::of_json(argument, &json), None, "{argument} {json}");
        }
    }
}

#[test]
fn an_unknown_or_repeated_requirement_is_an_error() {
    for (text, expected) in [
        (r#"{"colour":1}"#, "unknown field `colour`"),
        (r#"{"fresh":1,"fresh":9}"#, "`fresh` is there twice"),
        (
            r#"{"fresh":"15m"}"#,
            "`fresh` has not the form of a policy table",
        ),
    ] {
        let error = serde_json::from_str::<Requirements>(text).unwrap_err();
        assert!(error.to_string().starts_with(expected), "{error}");
    }
}

#[test]
fn names_in_json_come_in_any_order() {
    let read = |json| AnyKind::of_json("role", &json);
    assert_eq!(
        read(json!([{"all": ["b"]}, {"all": ["a"]}])),
        read(json!([{"all": ["a", "b"]}]))
    );
    assert_eq!(read(json!([{"any": ["a"]}])), read(json!([{"all": ["a"]}])));
}

#[test]
fn a_requirement_narrowed_by_itself_stays() {
    for requirement in AnyKind::samples() {
        let mut narrowed = requirement.clone();
        narrowed.narrow(requirement.clone()).unwrap();
        assert_eq!(narrowed, requirement);
    }
}

#[track_caller]
fn check_scope(claim: &str, scope: &str, is_there: bool) {
    let required = samples::scope(vec![all(&[scope])]);
    let claim = claim.strip_prefix(",\"scope\":");
    assert_eq!(
        is_let_in(required.kind(), claim),
        is_there,
        "{claim:?} {scope}"
    );
}

#[track_caller]
fn check_role(claim: &str, role: &str, is_there: bool) {
    let required = samples::role(vec![all(&[role])]);
    let claim = claim.strip_prefix(",\"roles\":");
    assert_eq!(
        is_let_in(required.kind(), claim),
        is_there,
        "{claim:?} {role}"
    );
}

// RFC 8693, section 4.2.
#[test]
fn scopes_are_delimited_by_spaces() {
    let claim = r#","scope":"posts:read  posts:write""#;
    check_scope(claim, "posts:read", true);
    check_scope(claim, "posts:write", true);
    check_scope(claim, "posts:read  posts:write", false);
    check_scope(r#","scope":"a\tb""#, "a", false);
    check_scope(r#","scope":"\u0061 b""#, "a", true);
}

#[test]
fn scopes_may_be_an_array() {
    let claim = r#","scope":["posts:read", "a b"]"#;
    check_scope(claim, "posts:read", true);
    check_scope(claim, "a", false);
    check_scope(r#","scope":["\u0061"]"#, "a", true);
}

#[test]
fn a_scope_is_compared_exactly() {
    for (has, wanted) in [
        ("posts:read:all", "posts:read"),
        ("posts:read", "posts:read:all"),
        ("Posts:read", "posts:read"),
        ("posts", "posts:read"),
        ("", "posts:read"),
    ] {
        check_scope(&format!(r#","scope":"{has}""#), wanted, false);
        check_scope(&format!(r#","scope":["{has}"]"#), wanted, false);
        check_role(&format!(r#","roles":"{has}""#), wanted, false);
        check_role(&format!(r#","roles":["{has}"]"#), wanted, false);
    }
}

#[test]
fn one_name_of_any_is_enough() {
    let scope = samples::scope(vec![any(&["a", "b"])]);
    let both = samples::role(vec![any(&["a", "b"]), any(&["c", "d"])]);
    for (claim, has_scope, has_both) in [
        (r#"["a"]"#, true, false),
        (r#"["b","x"]"#, true, false),
        (r#"["c"]"#, false, false),
        (r#"["d","b"]"#, true, true),
        ("[]", false, false),
    ] {
        assert_eq!(is_let_in(scope.kind(), Some(claim)), has_scope, "{claim}");
        assert_eq!(is_let_in(both.kind(), Some(claim)), has_both, "{claim}");
    }
}

#[track_caller]
fn check_implies(one: &Requirement, other: &Requirement, there: bool, back: bool) {
    let implies = |one: &Requirement, other: &Requirement| {
        let [one, other] = [one, other].map(|all| Requirements::from_iter([all.clone()]));
        one.imply(&other)
    };
    let both_ways = (implies(one, other), implies(other, one));
    assert_eq!(both_ways, (there, back), "{one} {other}");
}

#[test]
fn fewer_entities_imply_more() {
    let [users, both, others] =
        [&["users"][..], &["teachers", "users"], &["robots"]].map(samples::entity);
    check_implies(&users, &both, true, false);
    check_implies(&users, &others, false, false);
    check_implies(&users, &users, true, true);
}

#[test]
fn a_predicate_implies_no_other() {
    let [owns, other] = ["shop::owns", "shop::other"].map(samples::guard);
    check_implies(&owns, &owns, true, true);
    check_implies(&owns, &other, false, false);
}

#[test]
fn roles_are_an_array_or_one_string() {
    check_role(r#","roles":["editor","team lead"]"#, "team lead", true);
    check_role(r#","roles":["editor","team lead"]"#, "lead", false);
    check_role(r#","roles":"team lead""#, "team lead", true);
    check_role(r#","roles":"team lead""#, "team", false);
}

#[test]
fn a_claim_of_another_type_has_nothing_in_it() {
    for value in [
        "null",
        "true",
        "1",
        "{}",
        r#"{"a":"a"}"#,
        r#"["a",1]"#,
        r#"["a",["a"]]"#,
    ] {
        check_scope(&format!(r#","scope":{value}"#), "a", false);
        check_role(&format!(r#","roles":{value}"#), "a", false);
    }
    check_scope("", "a", false);
    check_role("", "a", false);
}

#[test]
fn the_time_of_the_login_is_a_date() {
    let fresh = samples::fresh(60);
    for (claim, is_fresh) in [
        ("940", true),
        ("939", false),
        ("1000", true),
        ("1001", false),
        ("940.9", true),
        ("-7", false),
        (r#""1000""#, false),
        ("null", false),
        ("[1000]", false),
        ("1e30", false),
    ] {
        assert_eq!(is_let_in(fresh.kind(), Some(claim)), is_fresh, "{claim}");
    }
}

/// A requirement for roles or scopes without any name would let in every caller, so start-up has to report it.
#[test]
fn a_list_that_names_nothing_is_a_problem() {
    let sources = claim_sources();
    for empty in [samples::role(vec![]), samples::scope(vec![])] {
        let problems = empty.kind().problems(&Restricted {
            handler: SourceLocation {
                what: "pay".to_owned(),
                file: "src/shop.rs",
                line: 1,
            },
            callers: Vec::new(),
            names_callers: false,
            claims_only: false,
            claims: &sources,
        });
        let is_empty = |problem: &RequirementProblem| {
            matches!(problem, RequirementProblem::EmptyRequirement { .. })
        };
        assert!(problems.iter().any(is_empty), "{empty}");
    }
}
