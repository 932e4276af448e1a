//! A program whose registered handlers are all of one other crate.

use jwt_router_tests_linked::logged;

const WARNING: &str = "handlers of other crates are registered, and no lock file is compared";

#[test]
fn handlers_of_one_other_crate_without_a_lock_file_are_warned_of() {
    let log = logged(|app| app.build());
    assert!(log.contains(WARNING), "{log}");
    assert!(log.contains("jwt_router_tests_renamed"), "{log}");
}

#[test]
fn handlers_of_another_crate_in_a_lock_file_are_not_warned_of() {
    let log = logged(|app| app.locked(include_str!("routes.lock")).build());
    assert!(!log.contains(WARNING), "{log}");
}
