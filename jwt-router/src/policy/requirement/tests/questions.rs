//! Tests of the methods that start-up and the test matrix call on requirements, such as `reads_login`.

use super::*;

/// Returns the argument names, such as `role`, of the kinds of requirement for whose samples `answer` returns
/// `true`, in the order of the list `kinds!`.
fn kinds(answer: impl Fn(&AnyKind) -> bool) -> Vec<&'static str> {
    let kinds = AnyKind::samples().into_iter();
    kinds
        .filter(|kind| answer(kind))
        .map(|kind| kind.argument())
        .collect()
}

/// Returns a caller of the test matrix whose entity is not loaded.
fn subject(claim_names: &ClaimNames) -> Subject<'_> {
    Subject {
        entity: EntityRef::of::<User>(),
        loaded: None,
        claim_names,
        now: 1_000,
    }
}

#[test]
fn what_a_login_writes_is_asked_of_no_link() {
    let users = [EntityRef::of::<User>()];
    let mut read = kinds(|kind| kind.reads_login(&users));
    read.sort_unstable();
    assert_eq!(read, ["acr", "factor", "fresh", "role", "scope"]);
}

#[test]
fn an_entity_without_roles_decides_nothing() {
    let decided = kinds(|kind| kind.is_decided_by(EntityRef::of::<User>()));
    assert_eq!(decided, <[&str; 0]>::default());
}

/// A token that lacks one required name has to keep the others. If the token lacked all names, the test matrix
/// would not notice a guard for which one of the names is enough.
#[test]
fn a_caller_who_lacks_one_name_has_the_others() {
    let claim_names = claim_names();
    let subject = subject(&claim_names);
    let names = || vec![all(&["a", "b", "c"])];
    let values = |requirement: Requirement| {
        let shortfalls = requirement.kind().shortfalls(&subject).into_iter();
        shortfalls
            .map(|shortfall| shortfall.value)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        values(samples::role(names())),
        [json!(["b", "c"]), json!(["a", "c"]), json!(["a", "b"])].map(Some)
    );
    assert_eq!(
        values(samples::scope(names())),
        [json!("b c"), json!("a c"), json!("a b")].map(Some)
    );
    assert_eq!(values(samples::role(vec![all(&["a"])])), [None]);
    assert_eq!(values(samples::scope(vec![any(&["a", "b"])])), [None]);
}

#[test]
fn only_a_configured_claim_gives_callers_scopes() {
    let scope = samples::scope(vec![all(&["a"])]);
    let has_scope = |claim_names: &ClaimNames| scope.kind().is_met_by(&subject(claim_names));
    assert!(has_scope(&claim_names()));
    assert!(!has_scope(&ClaimNames {
        scope: None,
        ..claim_names()
    }));
}

#[test]
fn an_owned_string_is_a_role_and_a_scope() {
    let name = "admin".to_owned();
    assert_eq!(RoleName::name(&name), "admin");
    assert_eq!(ScopeName::name(&name), "admin");
}

#[test]
fn entities_are_read_only_as_they_are_written() {
    for entities in ["any teachers users", "users"] {
        assert!(parse(&format!("GET  /  protected {entities}  shop::home\n")).is_ok());
    }
    for entities in ["any users teachers", "any users", "teachers users"] {
        let line = format!("GET  /  protected {entities}  shop::home\n");
        assert!(parse(&line).is_err(), "{line}");
    }
}
