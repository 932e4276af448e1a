//! Short runs, with a server of each kind.
//!
//! If the programs of a server are not installed, its test prints that and is skipped, unless `TESTS_REQUIRE` has
//! `faults`.

use std::env;

use jwt_router_faults::{Kind, Plan, RunError, run};

#[tokio::test(flavor = "multi_thread")]
async fn faults_of_postgresql_open_nothing_and_leave_nothing_behind() {
    check(Kind::Postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn faults_of_mariadb_open_nothing_and_leave_nothing_behind() {
    check(Kind::MariaDb).await;
}

#[expect(clippy::panic, reason = "a run without a report has failed")]
async fn check(kind: Kind) {
    match run(kind, &Plan::short()).await {
        Ok(report) => assert!(report.is_good(), "{report}"),
        Err(RunError::NotInstalled(reason)) => skip(kind, &reason),
        Err(error) => panic!("{kind}: {error}"),
    }
}

#[expect(
    clippy::print_stderr,
    reason = "a skipped test is not to look like one that ran"
)]
fn skip(kind: Kind, reason: &str) {
    let required = env::var("TESTS_REQUIRE").unwrap_or_default();
    assert!(
        !required.split(',').any(|word| word == "faults"),
        "the faults of {kind} cannot be tested: {reason}"
    );
    eprintln!("skipped: the faults of {kind} cannot be tested: {reason}");
}
