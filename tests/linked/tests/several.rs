//! A program with registered handlers of its own and of another crate.

use jwt_router::prelude::*;
use jwt_router_tests_linked::logged;

#[whitelist(GET, "/own")]
async fn own() -> &'static str {
    "own"
}

#[test]
fn handlers_of_two_crates_without_a_lock_file_are_warned_of() {
    let log = logged(|app| app.build());
    let warning = "handlers of other crates are registered, and no lock file is compared";
    assert!(log.contains(warning), "{log}");
    assert!(log.contains("jwt_router_tests_renamed, several"), "{log}");
}
