//! Routes for several tables in the lock file and in the matrix.

use std::path::Path;

use jwt_router::{
    App, routes,
    testing::{assert_policy_lock, authz_matrix},
};
use jwt_router_tests::{ada, block_on, emmy};

use super::{app, key};

/// Compares the policy of [`either`] with a lock file.
#[track_caller]
fn check_lock(app: &App, policy: &str, complaint: Option<&str>) {
    let text = format!(
        "\
GET  /claims  protected any api_keys users, claims only  it::requirements::any_entity::claims
GET  /either  {policy}  it::requirements::any_entity::either
"
    );
    let name = policy.replace(|letter: char| !letter.is_ascii_alphanumeric(), "-");
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("any-entity-{name}.lock"));
    std::fs::write(&file, text).unwrap();
    let policy = app.policy().clone();
    let checked = std::panic::catch_unwind(|| {
        assert_policy_lock!(&policy, file.to_str().unwrap());
    });
    match (checked, complaint) {
        (Ok(()), None) => {}
        (Ok(()), Some(expected)) => panic!("no complaint, but expected {expected}"),
        (Err(panic), expected) => {
            let message = panic.downcast::<String>().unwrap();
            let expected = expected.unwrap_or("no complaint");
            assert!(message.contains(expected), "{message}");
        }
    }
}

#[test]
fn the_tables_are_sorted_in_the_lock_file() {
    let app = app(routes![super::either, super::claims]);
    check_lock(&app, "protected any api_keys users", None);
}

#[test]
fn a_table_that_is_added_is_a_loosened_policy() {
    let app = app(routes![super::either, super::claims]);
    check_lock(&app, "protected users", Some("!! Loosened"));
    check_lock(&app, "protected any teachers users", Some("!! Loosened"));
    check_lock(&app, "protected any entity", Some("Tightened"));
    check_lock(
        &app,
        "protected any api_keys teachers users",
        Some("Tightened"),
    );
}

#[test]
fn a_list_of_entities_has_one_spelling() {
    let app = app(routes![super::either, super::claims]);
    for odd in [
        "protected any users api_keys",
        "protected any users users",
        "protected any users",
        "protected any api_keys, users",
        "protected users api_keys",
        "protected any entity, users",
        "protected users, any api_keys",
        "protected",
        "PUBLIC users",
    ] {
        check_lock(&app, odd, Some("is not a route"));
    }
}

#[test]
fn the_matrix_sends_the_callers_of_each_table() {
    let app = app(routes![super::either, super::claims]);
    let matrix = authz_matrix!(app)
        .entity(&ada())
        .entity(&key())
        .entity(&emmy());
    let grid = block_on(matrix.run()).to_string();
    let head = grid.lines().next().unwrap();
    let line = grid.lines().find(|line| line.contains("/either")).unwrap();
    for (column, status) in [("users", "200"), ("api_keys", "200"), ("teachers", "403")] {
        let at = head.find(&format!("{column} ")).unwrap();
        assert!(line[at..].starts_with(status), "{column}\n{grid}");
    }
}
